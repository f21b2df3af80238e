"""外部数据: the files of other bodies that a round's external indicators take, and the very bytes of each."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appraisal.access import external_files_for, round_for
from appraisal.models import Round
from appraisal.queries.external_files import supplied_of
from appraisal.rights import admit, may
from appraisal.views.rounds import signed_in


@login_required
@require_safe
def round_externals(request: HttpRequest, round_id: int) -> HttpResponse:
    """What each external indicator asks for, and every file kept for it."""
    user = signed_in(request)
    admit(user, "score.read")
    current = round_for(user, round_id)
    context = {
        "round": current,
        "supplied": supplied_of(current),
        "may_import": current.state == Round.State.SCORING and may(user, "score.import", current),
    }
    return render(request, "appraisal/round_externals.html", context)


@login_required
@never_cache
@require_safe
def external_file(request: HttpRequest, round_id: int, file_id: int) -> HttpResponse:
    """The file as it came, for whoever may see the round."""
    user = signed_in(request)
    admit(user, "score.read")
    kept = get_object_or_404(external_files_for(user), pk=file_id, round_id=round_id)
    header = content_disposition_header(True, kept.file_name.replace("/", "-")) or "attachment"
    return HttpResponse(
        bytes(kept.content),
        content_type="application/octet-stream",
        headers={"Content-Disposition": header, "X-Content-Type-Options": "nosniff"},
    )
