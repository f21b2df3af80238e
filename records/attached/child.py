"""The bounded process that looks at one attached file: `python -m records.attached.child LIMITS < FILE > ANSWER`.

It limits itself before it looks; whatever the file does, only this process suffers. The answer is one JSON object:
the kind with a preview in base 64, or a refusal with its code.
"""

import base64
import json
import sys
from typing import Any

from records.attached.kinds import look
from records.reading.child import bound, memory_is_short
from records.reading.limits import Limits, RefusedFile


def main() -> None:
    limits = Limits(**json.loads(sys.argv[1]))
    bound(limits)
    answer: dict[str, Any]
    try:
        looked = look(sys.stdin.buffer.read(limits.size + 1), limits)
        answer = {"kind": looked.kind, "preview": base64.b64encode(looked.preview).decode()}
    except RefusedFile as refused:
        answer = {"refused": refused.code, "details": refused.details}
    except BaseException as error:  # a panic of native code is no Exception
        short = isinstance(error, MemoryError) or memory_is_short(limits)
        answer = {"refused": "resources" if short else "damaged", "details": {}}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
