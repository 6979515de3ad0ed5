"""An application before it is submitted: opening a draft, and what may still be changed of it."""

from datetime import date, datetime

from gongfang.accounts.models import Division, User
from gongfang.cases.services import open_case
from gongfang.records import services as records
from gongfang.records.models import EvidenceFile
from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused
from gongfang.regulation.recognition import State
from gongfang.regulation.time_limits import beijing_date

from .keeping import ROWS_MAX, FilingHome
from .models import Application, Round
from .permissions import may_edit


def open_draft(*, holder: User, region: Division, round: Round, title: str, at: datetime) -> Application:
    """Open a draft for an applicant in an open round.

    :raises StepRefused: when the round is not open at `at`.
    """
    if not round.is_open(at):
        raise StepRefused("本批次申报尚未开始或已经截止", clauses.APPLICATION)
    return open_case(Application, region=region, holder=holder, at=at, title=title, state=State.DRAFT, round=round)


def open_paper_draft(*, by: User, round: Round, title: str, received_on: date, at: datetime) -> Application:
    """Open the draft of a filing that was handed in on paper, for the county that enters it (reading R11).

    :raises StepRefused: when the day of receipt lies ahead.
    """
    if received_on > beijing_date(at):
        raise StepRefused("收到日期不得晚于今天", clauses.APPLICATION)
    assert by.office is not None  # only officials of a county enter paper
    draft = open_case(
        Application,
        region=by.office.division,
        holder=None,
        at=at,
        title=title,
        state=State.DRAFT,
        round=round,
        received_on=received_on,
    )
    records.log_access(by=by, action="open_paper_draft", subject=f"application:{draft.number}", at=at)
    return draft


def may_remove_file(application: Application, file: EvidenceFile) -> bool:
    """Return whether a file may still go: one that was submitted is evidence and stays."""
    if application.state == State.DRAFT:
        return True
    return application.state == State.CORRECTING and file.uploaded_at >= application.state_since


FILING = FilingHome(
    model=Application,
    owner="application",
    may_edit=may_edit,
    may_remove_file=may_remove_file,
    clause=clauses.APPLICATION,
    closed="申报材料已经提交，现在不能修改",
    full=f"最多填写 {ROWS_MAX} 行",
    handed_in="已随申报提交的文件不能删除，可以补充上传",
)
