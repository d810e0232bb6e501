"""Photos and signatures from a home end some time after the order did, and an open claim keeps its customer's file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Concat

from liuke.areas.secrecy.queries import kept
from liuke.areas.service.models import Claim, WorkOrder
from liuke.foundation.files import actions as files
from liuke.foundation.files.models import StoredFile
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words


def old_photos(before: datetime, after: int, most: int) -> Sequence[tuple[int, int | None]]:
    """Orders that ended before a moment and still have files, above an id, in order, with their customers."""
    theirs = StoredFile.objects.filter(subject=Concat(Value("order:"), OuterRef("number")), erased_at__isnull=True)
    rows = WorkOrder.objects.filter(Exists(theirs), ended_at__lt=before, pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", "customer_id")[:most])


def end_photos(orders: Collection[int], before: datetime, by: Actor, at: datetime) -> int:
    """Erase the files of these orders, if they are over still; answers of how many orders."""
    numbers = WorkOrder.objects.filter(pk__in=orders, ended_at__lt=before).values_list("number", flat=True)
    subjects = [f"order:{number}" for number in numbers]
    files.forget(subjects, at=at)
    return len(subjects)


def with_open_claims(customer_ids: Collection[int], at: datetime) -> set[int]:
    """Those of the customers who want a machine exchanged or taken back and have no answer carried out yet."""
    rows = Claim.objects.filter(customer__in=customer_ids, ended_at__isnull=True)
    return set(rows.values_list("customer_id", flat=True))


kept.register(kept.Kept(
    "photos", Words("上门照片与签名", "Photos and signatures of visits"),
    Words("工单的照片、签名文件", "the files of work orders"),
    Words("工单办结后计；个人信息保护法第十九条，民法典第一百八十八条（诉讼时效三年）", "from the order’s end on; PIPL 19; Civil code 188: three years to sue"),
    36, old_photos, end_photos, holds=("leak", "complaint", "claim"),
))  # fmt: skip
kept.hold("claim", Words("有未结退换申请", "a claim is open"), with_open_claims)
