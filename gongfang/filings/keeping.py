"""Keeping a filing until it is handed in: its parts, its people and its files. No step of the procedure."""

from gongfang.applications.keeping import ROWS_MAX, FilingHome
from gongfang.applications.roster import RosterHome
from gongfang.records.models import EvidenceFile
from gongfang.regulation import clauses

from .models import AnnualFiling, FilingRosterUpload, Worker
from .permissions import may_edit


def may_remove_file(filing: AnnualFiling, file: EvidenceFile) -> bool:
    """Return whether a file may still go: one that was handed in is evidence and stays."""
    return filing.filed_at is None or file.uploaded_at > filing.filed_at


FILING = FilingHome(
    model=AnnualFiling,
    owner="filing",
    may_edit=may_edit,
    may_remove_file=may_remove_file,
    clause=clauses.ANNUAL_FILING,
    closed="本年度报备已经提交或者期限已满，现在不能修改",
    full=f"名单最多 {ROWS_MAX} 人",
    handed_in="已随报备提交的文件不能删除，可以补充上传",
)
ROSTERS = RosterHome(
    owner="filing", entry=Worker, staged=FilingRosterUpload, lock=FILING.locked, clause=clauses.ANNUAL_FILING
)
