"""Keeping the log of activities through the year (articles 4(四), 4(六), 7(一) and 7(五))."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from gongfang.accounts.models import User
from gongfang.records import uploads
from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops.models import Workshop

from .models import Activity, ActivityFile
from .permissions import may_log

SECTION = "activity"
"""The section under which the files of activities are kept: they belong to no case."""
FILES_MAX = 12


class NotKept(StepRefused):
    """The activity is not the person's to write, or stands as it was filed."""


@transaction.atomic
def log_activity(
    activity: Activity,
    *,
    workshop: Workshop,
    by: User,
    at: datetime,
    files: Sequence["UploadedFile[Any]"] = (),
) -> Activity:
    """Add an activity to the log of a workshop, with its photographs.

    :raises NotKept: when the log is not for `by` to keep, or the day lies ahead.
    :raises UploadRefused: when a file cannot be taken in; nothing is kept then.
    """
    _check(workshop, by)
    _check_day(activity, at)
    activity.workshop, activity.added_by, activity.added_at = workshop, by, at
    activity.save()
    _store(activity, files, by=by, at=at)
    return activity


@transaction.atomic
def change_activity(
    activity: Activity, *, by: User, at: datetime, files: Sequence["UploadedFile[Any]"] = ()
) -> Activity:
    """Save what was changed of an activity, and add photographs.

    :raises NotKept: when it is part of a filing that was handed in, or not for `by` to change.
    :raises UploadRefused: when a file cannot be taken in; nothing is kept then.
    """
    _lock(activity, by)
    _check_day(activity, at)
    activity.save()
    _store(activity, files, by=by, at=at)
    return activity


@transaction.atomic
def remove_activity(activity: Activity, *, by: User) -> None:
    """Take an activity out of the log, its files with it.

    :raises NotKept: when it is part of a filing that was handed in, or not for `by` to remove.
    """
    row = _lock(activity, by)
    kept = [each.file for each in row.files.select_related("file")]
    row.delete()
    for file in kept:
        uploads.discard(file)


@transaction.atomic
def remove_file(file: ActivityFile, *, by: User) -> None:
    """Remove a photograph of an activity.

    :raises NotKept: when the activity is part of a filing that was handed in, or not for `by` to change.
    """
    _lock(file.activity, by)
    stored = file.file
    file.delete()
    uploads.discard(stored)


def _lock(activity: Activity, by: User) -> Activity:
    row = Activity.objects.select_for_update(of=("self",)).select_related("workshop", "filing").get(pk=activity.pk)
    _check(row.workshop, by)
    if row.is_locked:
        raise NotKept("该活动已随年度报备提交，不能再改", clauses.ANNUAL_FILING)
    return row


def _check(workshop: Workshop, by: User) -> None:
    if not may_log(by, workshop):
        raise NotKept("活动记录由工坊填写；没有账号的，由县（市）文化和旅游部门代为录入", clauses.ANNUAL_FILING)


def _check_day(activity: Activity, at: datetime) -> None:
    if activity.held_on > beijing_date(at):
        raise NotKept("活动日期不能晚于今天", clauses.ANNUAL_FILING)


def _store(activity: Activity, files: Sequence["UploadedFile[Any]"], *, by: User, at: datetime) -> None:
    if activity.files.count() + len(files) > FILES_MAX:
        raise uploads.UploadRefused(f"每次活动最多上传 {FILES_MAX} 个文件")
    for upload in files:
        stored = uploads.store(case=None, section=SECTION, upload=upload, by=by, at=at)
        ActivityFile.objects.create(activity=activity, file=stored)
