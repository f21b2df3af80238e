"""What a page must not do: err on the console, break the content policy, or ask another host."""

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

# Milliseconds after which what is looked for will never come: on a busy machine a page may take ten seconds.
PATIENCE = 60_000


@dataclass
class Faults:
    """The faults seen, and the texts that a test expects in some of them."""

    address: str
    seen: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def allow(self, text: str) -> None:
        """Let faults pass that contain `text`, before or after they come."""
        self.expected.append(text)

    def left(self) -> list[str]:
        return [fault for fault in self.seen if not any(text in fault for text in self.expected)]

    def from_console(self, message: ConsoleMessage) -> None:
        # Chromium reports violations of the content policy, and answers of 400 and above, as errors here.
        if message.type == "error":
            self.seen.append(f"console: {message.text} ({message.location.get('url', '')})")

    def from_response(self, response: Response) -> None:
        if response.status >= 500:
            self.seen.append(f"{response.status} from {response.url}")


def watched(context: BrowserContext, faults: Faults) -> BrowserContext:
    """Make all pages of a browser context report to `faults`.

    That no request leaves this machine is the browser's own rule (see conftest); here it is only seen who tries.
    A route around every request would do both, but then the browser keeps no file, and fetches some forty a page.
    """

    def from_request(request: Request) -> None:
        if not request.url.startswith((faults.address + "/", "data:", "blob:")):
            faults.seen.append(f"outside: {request.url}")

    def watch(page: Page) -> None:
        page.on("console", faults.from_console)
        page.on("pageerror", lambda error: faults.seen.append(f"script: {error}"))
        page.on("response", faults.from_response)

    context.set_default_timeout(PATIENCE)
    context.on("page", watch)
    context.on("request", from_request)
    return context
