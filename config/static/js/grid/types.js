// The shapes that the grid's modules share, for readers and editors; nothing runs here.

/**
 * One input of a cell. Numbers are canonical strings; `max`, `step` are "" where there is none.
 * @typedef {Object} Field
 * @property {string} name
 * @property {"number"|"count"|"choice"|"text"|"list"} type
 * @property {string} label
 * @property {string} group the part of a composite it belongs to, "" for none
 * @property {string} short its label within that part
 * @property {string} from who fills it: "entered", "previous_round", "survey", "file"
 * @property {string[]} when [input, value]: due only where that input holds that value; empty for always
 * @property {string} unit
 * @property {string} min
 * @property {string} max
 * @property {number} places
 * @property {string} step
 * @property {string} expected what may be entered, in words
 * @property {{code: string, label: string, also: string[]}[]} choices; `also`: other spellings, lower case
 */

/**
 * @typedef {Object} Indicator
 * @property {number} id
 * @property {number} category
 * @property {string} code
 * @property {string} name
 * @property {string} full full marks, "8.00"
 * @property {string} kind
 * @property {string} sentence the rule in words
 * @property {"forbidden"|"full"|"exclude"} na
 * @property {boolean} evidence a cell may be marked as lacking evidence
 * @property {boolean} cohort its points depend on the other centres' values
 * @property {boolean} source complete only with the source of its data
 * @property {boolean} judged a person awards the points: a reason is due below full marks
 * @property {boolean} measured a source and a date belong to the value
 * @property {Field[]} fields
 */

/** @typedef {{id: number, code: string, name: string, full: string, indicators: Indicator[]}} Category */

/**
 * What stands in a cell: as typed, or as the server keeps it.
 * @typedef {Object} Entry
 * @property {Object<string, string>} inputs by field name; blank ones may be left out
 * @property {boolean} na not applicable
 * @property {boolean} ne no evidence was given
 * @property {string} reason
 * @property {string} source
 * @property {string} date ISO, "" for none
 */

/** @typedef {{version: number, points: ?string, entry: Entry, value: string, warnings: string[]}} Base */
/** @typedef {{tone: string, mark: string, text: string}} Effect what acts on a sheet beyond its cells */
/** @typedef {{by: string, at: string}} Theirs */
/** @typedef {{where: string, value: string, message: string}} Problem */
/** @typedef {""|"waiting"|"saving"|"saved"|"offline"|"refused"|"conflict"} State */

/**
 * @typedef {Object} Cell
 * @property {string} key "sheet:indicator"
 * @property {Sheet} sheet
 * @property {Indicator} indicator
 * @property {Base} base as the server last told it
 * @property {number} since versions from here on are this page's own saves, or points that moved by themselves
 * @property {?{entry: Entry, expected: number, turn: number}} draft what the user wants instead
 * @property {State} state
 * @property {string[]} doubts what is unlikely about its value, as of when the page was opened
 * @property {Problem[]} problems why the draft was refused
 * @property {?Theirs} theirs who changed the cell meanwhile
 */

/**
 * One centre's sheet with its kept totals.
 * @typedef {Object} Sheet
 * @property {number} id
 * @property {string} code
 * @property {string} name
 * @property {string} url
 * @property {number} version
 * @property {string} shut why its cells can't be changed while others' can, "" where they can
 * @property {?string} total
 * @property {string} subtotal
 * @property {number} entered
 * @property {number} cells
 * @property {Effect[]} effects
 * @property {Object<number, [string, number, string]>} sums by category: points, entered, applicable full marks
 */

export {};
