// The page of a centre's sheet as the server sends it.

import { json } from "../dom.js";
import { Take } from "../onsite/take.js";
import { Sheet } from "./main.js";

const page = new Sheet(json("grid-data"), json("grid-words"));
page.start();
new Take(page.app.data.user);
