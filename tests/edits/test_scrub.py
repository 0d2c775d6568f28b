"""Claims, and the exact errors and warnings of each: the wrong statements of print, the key pairs of the rule book, and
every kind of edit. "e:ptp/1@0,1" is an error of that rule on the lines 0 and 1; what is only to know is tested below.
"""

# ruff: noqa: E501  (tables read best one row a line)

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from cac.edits import scrub
from cac.edits.ptp import explain
from cac.records import Finding
from cac.reference.records import AddOn, Authority, Fee, NotInForce, Pair, UnitLimit
from tests.edits.claims import EMBEDDED, LEXICON, claim, judged

TABLE = [
    ("63650 77003", {}, "e:ptp/1@0,1"),
    ("62323 77003", {}, "e:ptp/1@0,1"),
    ("64483-RT 77003", {}, "e:ptp/1@0,1"),
    ("64635-RT 64636-RT", {}, ""),
    ("64635-50 64636-50", {}, ""),
    ("62323-50", {}, "e:modifier/50_not_allowed@0"),
    ("62323-RT", {}, "e:modifier/side_not_allowed@0"),
    ("64493-RT 62323", {}, "w:limit/one_kind@0,1"),
    ("64483-RT 64493-RT", {}, "w:limit/one_kind@0,1"),
    ("20552 64405-50", {}, "e:ptp/1@0,1"),
    ("20552 64405-50-59", {}, ""),
    ("20552-59 64405-50", {}, ""),
    ("62323 64483-RT", {}, "e:ptp/1@0,1 w:limit/esi_approaches@0,1"),
    ("62323 64483-RT-59", {}, "w:limit/esi_approaches@0,1"),
    ("62323-59 64483-RT", {}, "w:limit/esi_approaches@0,1"),
    ("62323 64483-RT-XS", {}, "w:limit/esi_approaches@0,1"),
    ("64490-RT 0213T-RT", {}, "e:ptp/0@0,1 w:coverage/facet_ultrasound@1"),
    ("22513 22514", {}, "e:ptp/0@0,1"),
    ("22513 22515", {}, ""),
    ("64625-RT 64635-LT", {}, "w:coverage/sij_destruction@0 w:diagnosis/coverage@0 w:limit/one_kind@0,1"),
    ("64625-RT 64635-RT", {}, "e:ptp/1@0,1 w:coverage/sij_destruction@0 w:diagnosis/coverage@0 w:limit/one_kind@0,1"),
    ("62370 95991", {}, "e:ptp/0@0,1"),
    ("63685 63688", {}, "e:ptp/1@0,1"),
    ("63650 95972", {}, "e:ptp/1@0,1"),
    ("63650 63650", {}, "e:duplicate/line@0,1"),
    ("63650 63650-59", {}, ""),
    ("63650x2", {}, ""),
    ("63650x3", {}, "e:mue/3@0 w:limit/scs_leads@0"),
    ("64483-RT-59-KX-GC-76", {}, "e:modifier/fifth@0"),
    ("64484-RT", {}, "e:add_on/primary@0"),
    ("64492", {}, "e:add_on/primary@0 w:coverage/facet_third_level@0"),
    ("64490 64494", {}, ""),
    ("64633 64636", {}, "w:add_on/across_regions@0,1"),
    ("64636", {}, "e:add_on/primary@0"),
    ("77003", {}, "e:guidance/primary@0"),
    ("77002 20610", {}, ""),
    ("77002 64445", {}, "e:imaging/included@0,1"),
    ("76942 64445", {}, "e:imaging/included@0,1"),
    ("76942x2 20552", {}, "e:mue/3@0"),
    ("76942 20552", {}, ""),
    ("62321 62320", {}, "e:ptp/0@0,1 w:coverage/epidural_imaging@1"),
    ("20553 20552", {}, "e:ptp/0@0,1"),
    ("64483-50x2", {}, "e:mue/2@0"),
    ("64483-RT 64483-LT", {}, "e:mue/2@0,1 w:modifier/bilateral_style@0,1"),
    ("64484x5 64483", {}, "e:mue/3@0 w:limit/tfesi_levels@0,1"),
    ("64483 64484x2", {}, "w:limit/tfesi_levels@0,1"),
    ("62323x2", {}, "e:mue/3@0"),
    ("64495 64494 64493", {}, "w:coverage/facet_third_level@0"),
    ("64493 64494x2", {}, "e:mue/2@1"),
    ("64493-50-RT", {}, "e:modifier/50_with_side@0"),
    ("64493-RT-LT", {}, "e:modifier/both_sides@0"),
    ("64483-26", {}, "e:modifier/26_no_parts@0"),
    ("77002-26 20610", {}, "w:modifier/26_office@0"),
    ("62290x3 72295x3", {}, ""),
    ("64483-KX-50", {}, ""),
    ("64483-ZZ", {}, "w:modifier/unknown@0"),
    ("64483-RT-RT", {}, "w:modifier/twice@0"),
    ("0275T", {}, "e:validity/date@0 w:condition/mild_evidence@0"),
    ("72275", {}, "e:validity/date@0"),
    ("99999", {}, "w:validity/unknown@0"),
    ("64466", {}, ""),
    ("62330", {}, "w:condition/mild_evidence@0"),
    ("62330-Q0", {}, "w:condition/mild_evidence@0"),
    ("G0260", {}, "e:validity/professional_code@0 w:diagnosis/coverage@0"),
    ("62323 99213", {}, "e:ptp/1@0,1"),
    ("62323 99213-25", {}, ""),
    ("62323 99213-59", {}, "e:modifier/59_on_visit@1"),
    ("62323 99214-59", {}, "e:modifier/59_on_visit@1"),
    ("62323 99214", {}, "e:visit/25@0,1"),
    ("99204 62323", {}, "e:visit/25@0,1"),
    ("62323 99215-25", {}, ""),
    ("20610-RT 99211", {}, "e:visit/25@0,1"),
    ("64635-RT 99205", {"payer": "commercial"}, "e:visit/25@0,1"),
    ("96372 99213", {}, "e:ptp/1@0,1"),
    ("96372 99214", {}, "e:visit/25@0,1"),  # without global days, but its edits name another visit
    ("62370 99214", {}, ""),
    ("27279-LT 99213", {"place": "22", "dx": "M46.1"}, "e:ptp/1@0,1"),
    ("27279-LT 99214", {"place": "22", "dx": "M46.1"}, "e:visit/57@0,1"),
    ("27279-LT 99214-57", {"place": "22", "dx": "M46.1"}, ""),
    ("62323 G0463", {"payer": "medicare_opps", "place": "22"}, "e:visit/25@0,1 w:validity/unknown@1"),
    ("62323 G0463-25", {"payer": "medicare_opps", "place": "22"}, "w:validity/unknown@1"),
    ("J3301x4 99214", {}, ""),
    # what the rule book bans and no pair that ships says
    ("62369 95990", {}, "e:ban/pump_refill@0,1"),
    ("95990 95991", {}, "e:ban/pump_refill@0,1"),
    ("95991 95990-59", {}, "e:ban/pump_refill@0,1"),
    ("20561 20553", {}, "e:ban/needling@0,1"),
    ("20561-59 20553", {}, ""),
    ("20553 20561-XS", {}, ""),
    ("22514 20225", {"place": "22"}, "e:ban/augmentation_biopsy@0,1"),
    ("22514 20225-59", {"place": "22"}, ""),
    ("64466-RT 64450-RT", {"place": "22"}, "e:ban/plane_nerve@0,1"),
    ("64466-RT 64450-59-RT", {"place": "22"}, "w:ban/plane_nerve@0,1"),  # no source tells whether 59 helps
    ("64466-RT 64450-LT", {"place": "22"}, "w:ban/plane_nerve@0,1"),
    ("22867 62323", {"place": "22"}, "w:ban/spacer_epidural@0,1"),  # medium confidence
    ("72295 62323", {}, "w:ban/discography_epidural@0,1"),  # the table holds both and has no pair
    ("62325 96372", {}, "e:ban/injection_route@0,1"),
    ("62320 01991", {"payer": "commercial"}, "e:ban/operator_anaesthesia@0,1"),
    ("62355 62323", {}, "e:ptp/0@0,1"),
    ("62355 62322", {"payer": "commercial"}, "e:ban/pump_epidural@0,1"),
    ("20600-RT 76942", {}, "e:ptp/1@0,1"),
    ("27278-LT 27280-RT", {"payer": "commercial", "place": "22"}, "w:ban/si_fusion@0,1"),
    # codes that ended, with their successor
    ("64413", {}, "e:validity/date@0"),
    ("64413", {"day": "2019-12-31"}, "w:reference/not_in_force@0 w:reference/not_in_force@0 w:reference/not_in_force@0"),
    ("62323-25", {}, "e:modifier/25_on_procedure@0"),
    ("62323 99213-25 G2211", {}, "e:beside/visit_complexity@1,2"),
    ("01996 62326", {}, "w:beside/catheter_day@0,1"),
    ("62323 99152", {}, "w:beside/sedation@0,1"),
    ("62323 99152 99153", {}, "w:beside/sedation@0,1,2"),
    ("62323 99153", {}, "e:add_on/primary@1 w:beside/sedation@0,1"),
    ("64493 01992", {}, "e:ptp/0@0,1 w:beside/sedation@0,1"),
    ("64999", {}, "w:unlisted/description@0"),
    ("64999-50", {}, "e:modifier/50_not_allowed@0 w:unlisted/description@0"),
    ("62287 62290 72295", {}, "e:ptp/0@0,1 e:ptp/0@0,2"),
    ("J3301x8 27096-RT", {}, "w:diagnosis/coverage@1"),
    ("J3301-JW-JZx8 27096-RT", {}, "e:drug/jw_jz@0 w:diagnosis/coverage@1"),
    ("J3301-JWx8 27096-RT", {}, "w:drug/jw_alone@0 w:diagnosis/coverage@1"),
    ("62323-JZ", {}, "e:drug/not_a_drug@0"),
    ("64483-73", {}, "e:modifier/stopped@0"),
    ("64484-51 64483", {}, "e:modifier/51_on_add_on@0"),
    ("22526", {}, "e:mue/3@0 w:validity/status@0"),
    ("99244", {}, "e:mue/day@0"),
    ("64493-RT 64493-RT", {}, "e:duplicate/line@0,1 e:mue/2@0,1"),
    ("64451-RT 64493-RT", {}, "e:ptp/0@0,1 w:limit/one_kind@0,1"),
    ("64615 20553", {}, "e:ptp/1@0,1 w:diagnosis/coverage@0"),
    ("64461 64420", {}, "e:ptp/0@0,1"),
    ("20611-LT 76942", {}, "e:ptp/1@0,1"),
    ("64510-LT 77003", {}, ""),
    ("62320 64451-RT", {}, "e:ptp/0@0,1 w:coverage/epidural_imaging@0 w:limit/one_kind@0,1"),
    ("64633-RT 64634-RTx2", {}, "w:limit/rfa_joints@0,1"),
    ("64628 64629-KX", {}, "w:diagnosis/coverage@0 w:modifier/kx@0 w:limit/bvn_session@0,1 w:diagnosis/coverage@1"),
    ("64628-KX 64629-KX", {}, "w:diagnosis/coverage@0 w:limit/bvn_session@0,1 w:diagnosis/coverage@1"),
    ("64491-50 64490-50", {}, ""),
    ("27096-50 20552", {}, "e:ptp/1@0,1 w:diagnosis/coverage@0 w:limit/one_kind@0,1"),
    ("77003 64510-LT", {"place": "22"}, "e:modifier/26_missing@0"),
    ("J3301x8 27096-RT", {"place": "24"}, "e:drug/place@0 w:diagnosis/coverage@1"),
    ("64510-LT 77003-26", {"place": "22"}, ""),
    ("62323 99152 99153", {"place": "22"}, "e:validity/technical@2 w:beside/sedation@0,1,2"),
    ("64483-50", {"payer": "medicare_asc", "place": "24"}, "e:modifier/bilateral_style@0"),
    ("64483-RT 64483-LT 64484-RT 64484-LT", {"payer": "medicare_asc", "place": "24"}, ""),
    ("27096-RT", {"payer": "medicare_asc", "place": "24"}, "e:validity/facility_code@0 w:diagnosis/coverage@0"),
    ("G0260-RT G0260-LT", {"payer": "medicare_asc", "place": "24"}, "w:diagnosis/coverage@0 w:diagnosis/coverage@1"),
    ("62323 77003", {"payer": "medicare_asc", "place": "24"}, "e:ptp/1@0,1"),  # imaging that comes off is not told to be packaged as well
    ("62323-53", {"payer": "medicare_asc", "place": "24"}, "e:modifier/stopped@0"),
    ("77003-26 64510", {"payer": "medicare_opps", "place": "22"}, "e:modifier/26_facility_claim@0"),
    ("G0260-50", {"payer": "medicare_opps", "place": "22"}, "w:diagnosis/coverage@0"),
    ("64493-50 64494-50", {"payer": "commercial", "place": "11"}, "w:modifier/bilateral_style@1"),
    ("64493-50 64494x2", {"payer": "commercial", "place": "11"}, ""),
    ("64493-50 64494 64494", {"payer": "commercial", "place": "11"}, ""),
    ("64493-RT 64493-LT", {"payer": "commercial", "place": "11"}, "w:modifier/bilateral_style@0,1"),  # payers differ
    ("64483-RT 64483-LT", {"payer": "commercial", "place": "22"}, "w:modifier/bilateral_style@0,1"),
    ("64493-RTx2 64493-LT", {"payer": "commercial", "place": "11"}, "e:mue/2@0,1 w:modifier/bilateral_style@0,1"),
    ("64493-RT 64493-RT", {"payer": "commercial", "place": "11"}, "e:duplicate/line@0,1 e:mue/2@0,1"),
    ("64493-50", {"payer": "workers_compensation", "place": "11"}, "w:modifier/bilateral_style@0"),
    ("64493", {"payer": "workers_compensation", "place": "11"}, "w:modifier/side_missing@0"),
    ("64493-RT 64493-LT", {"payer": "workers_compensation", "place": "11"}, ""),
    ("64493-RT", {"payer": "medicare_opps", "place": "22"}, "w:authorization/facet_hospital@0"),
    ("62330-Q0 62323", {"dx": "M48.062 Z00.6"}, "w:beside/decompression_epidural@0,1"),
    ("64483-RT 62330-Q0", {"dx": "M48.062 Z00.6"}, "w:beside/decompression_epidural@0,1"),
    ("62330-Q0 62331-Q0x2", {"dx": "M48.062 Z00.6"}, "w:limit/decompression_once@1"),
    ("62330-Q0 62331-Q0", {"dx": "M48.062 Z00.6"}, ""),
    ("62330-Q0 77003", {"dx": "M48.062 Z00.6"}, "e:guidance/primary@1"),
    ("64625-RT 64451-RT", {"payer": "commercial"}, "w:beside/destruction_si@0,1"),
    ("64625-50 64451-LT", {"payer": "commercial"}, "w:beside/destruction_si@0,1"),
    ("64625 64451-LT", {"payer": "commercial"}, "w:beside/destruction_si@0,1"),
    ("64625-RT 64451-LT", {"payer": "commercial"}, ""),
    ("64624-RT 64454-RT", {"payer": "commercial"}, "e:ptp/1@0,1"),
    ("64633-RT 64490-RT", {"payer": "commercial"}, "e:ptp/1@0,1"),
    ("62322", {}, "w:coverage/epidural_imaging@0"),
    ("62322", {"payer": "commercial"}, ""),
    ("62320", {"payer": "medicare_asc", "place": "24"}, "w:coverage/epidural_imaging@0"),
    ("20610-RT", {"dx": "M25.561 M17.11 M54.16 M47.816 M46.1"}, "e:diagnosis/pointers@0"),
    ("20610-RT", {"dx": "M25.561 M17.11 M54.16 M47.816"}, ""),
    ("20610-RT", {"dx": "M25.561 M17.11 M54.16 M47.816 M46.1", "payer": "medicare_opps", "place": "22"}, ""),
    ("20600-FA", {}, ""),
    ("20600-F9 20550-T5", {"payer": "commercial"}, ""),
    ("64400-E1", {"payer": "commercial"}, ""),
    # diagnosis lists of other work
    ("J3490 20610-RT", {"dx": "M25.561"}, ""),
    ("96372 J3301x4", {"dx": "M25.561"}, ""),
    ("76942 20550", {"dx": "M72.2"}, ""),
    ("64450", {"dx": "M17.11"}, "w:diagnosis/coverage@0"),
    # one fault is told once, and nothing of a line that comes off
    ("63650 77003-59", {}, "e:guidance/primary@1"),
    ("64520-RT 77002", {}, "e:ptp/1@0,1"),
    ("64483-LT 64484-LT 77003", {}, "e:ptp/1@0,1,2"),
    ("62323 77003", {"place": "22"}, "e:ptp/1@0,1"),
    ("62323 77003-RT-ZZ", {}, "e:ptp/1@0,1"),
    ("62323 77003 64510-LT", {"place": "22"}, "e:ptp/1@0,1 e:modifier/26_missing@1"),
    ("G0260-LT", {"dx": "M46.1"}, "e:validity/professional_code@0"),
    ("63650", {"place": ""}, ""),
    ("20610-RT", {"dx": ""}, "w:diagnosis/missing@0"),
    ("20610-RT", {"dx": "M54.5"}, "e:diagnosis/header@0"),
    ("20610-RT", {"dx": "M25.562"}, "w:diagnosis/side@0"),
    ("20610-RT", {"dx": "M25.561"}, ""),
    ("20610-RT", {"dx": "M25.561 M25.562"}, ""),
    ("20610-RT", {"dx": "XX"}, "e:diagnosis/shape@0"),
    ("20610-RT", {"dx": "M47.816 M54.16"}, ""),
    ("20610-RT", {"dx": "Q99.99"}, "w:diagnosis/unknown@0"),
    ("62369", {"dx": "G35"}, "e:diagnosis/header@0"),
    ("64420-LT", {"dx": "S22.32"}, "e:diagnosis/header@0 w:diagnosis/coverage@0"),
    ("62323", {"dx": "M51.360", "day": "2024-09-30"}, "e:diagnosis/not_valid@0 w:reference/not_in_force@0"),
    ("62323", {"dx": "M51.360", "day": "2025-03-01"}, "w:reference/not_in_force@0"),
    ("62323", {"dx": "M54.16", "day": "2025-03-01"}, "w:reference/not_in_force@0 w:reference/not_in_force@0"),
    ("20610-50", {"dx": "M25.561"}, "w:diagnosis/side@0"),
    ("27096-RT", {"dx": "M46.1"}, ""),
    ("27096-RT", {"dx": "M54.16"}, "w:diagnosis/coverage@0"),
    ("64615", {"dx": "G43.709"}, ""),
    ("64633-RT 64636-RT", {"contractor": "CGS"}, ""),
    ("64633-RT 64636-RT", {"contractor": "WPS"}, "e:add_on/across_regions@0,1"),
    ("64493-RT", {"day": "2010-01-01"}, "w:reference/not_in_force@0 w:reference/not_in_force@0 w:reference/not_in_force@0"),
    ("64445-RT 77002", {"day": "2022-05-05"}, "w:reference/not_in_force@0,1 w:reference/not_in_force@0,1 w:reference/not_in_force@0,1 w:reference/not_in_force@0,1"),
    ("62330-Q0", {"dx": "M48.061 Z00.6"}, ""),
    ("64493-RT", {"place": "22"}, "w:authorization/facet_hospital@0"),
    ("64493-RT", {"place": "22", "day": "2025-12-01"}, "w:authorization/facet_hospital@0 w:reference/not_in_force@0"),
    ("62323", {"state": "NJ"}, "w:authorization/wiser@0"),
    ("62323", {"state": "FL"}, ""),
    ("64493-59-RT 62323", {}, "w:limit/one_kind@0,1"),
    ("J1030x8 64483-RT", {}, "e:validity/date@0"),
    ("J1010x80 64483-RT", {"day": "2024-03-01"}, "e:validity/date@0 w:reference/not_in_force@0,1 w:reference/not_in_force@0,1 w:reference/not_in_force@0,1 w:reference/not_in_force@1"),
    ("64466-RT", {"day": "2024-11-01"}, "e:validity/date@0 w:reference/not_in_force@0 w:reference/not_in_force@0"),
    ("0275T-Q0", {"day": "2025-12-31", "dx": "M48.061 Z00.6"}, "w:reference/not_in_force@0"),
    ("64616-RT 64616-LT", {}, "e:mue/2@0,1 w:diagnosis/coverage@0 w:modifier/bilateral_style@0,1 w:diagnosis/coverage@1"),
    ("62323-50-59-KX-GC-LT", {}, "e:modifier/50_not_allowed@0 e:modifier/50_with_side@0 e:modifier/fifth@0"),
    ("64640-RT 64640-RT-59", {}, ""),
    ("6448", {}, "e:validity/shape@0"),
    ("64483-LT 64484-RT", {}, ""),
    ("64628-KX", {"dx": "M54.51"}, ""),
]  # fmt: skip


def short(found: tuple[Finding, ...]) -> list[str]:
    return sorted(
        f"{item.severity[0]}:{item.rule}@{','.join(map(str, item.lines))}" for item in found if item.severity != "info"
    )


@pytest.mark.parametrize(("told", "how", "expected"), TABLE)
def test_the_errors_and_warnings_of_a_claim(told: str, how: dict[str, str], expected: str) -> None:
    found = judged(claim(told, **how))
    assert short(found) == sorted(expected.split())
    for item in found:
        assert item.message.endswith("."), item
        assert item.authority, item


@pytest.mark.parametrize(
    ("told", "how", "rule", "lines"),
    [
        ("64483-RT 64493-RT", {}, "ptp/none", (0, 1)),
        ("62323 64493-RT", {}, "ptp/none", (0, 1)),
        ("62323 99152", {}, "ptp/none", (0, 1)),
        ("62323 64483-59-RT", {}, "ptp/apart", (0, 1)),
        ("62323-59 64483-RT", {}, "ptp/apart", (0, 1)),
        ("64625-RT 64635-LT", {}, "ptp/apart", (0, 1)),
        ("64493-59-RT 62323", {}, "ptp/idle", (0,)),
        ("64635 64636", {}, "modifier/add_on_side", (0, 1)),
        ("64635-LT 64636-RT", {}, "modifier/add_on_side", (0, 1)),
        ("64493-RT", {}, "modifier/kx", (0,)),
        ("64483-RT-KX", {}, "modifier/order", (0,)),
        ("63650x2", {}, "modifier/repeated_style", (0,)),
        ("64635-RT", {}, "global/period", (0,)),
        ("64633-RT 64636-RT", {"contractor": "CGS"}, "add_on/across_regions", (0, 1)),
        ("64483-RT", {}, "limit/esi_sessions", (0,)),
        ("J3301x4 64483-RT", {}, "drug/waste", (0,)),
        ("62330", {}, "reference/not_held", (0,)),
        ("20561-59 20553", {}, "ban/needling", (0, 1)),
        ("62323 64493", {"payer": "medicare_opps", "place": "22"}, "reference/stand_in", (0, 1)),
        ("64454-RT", {"payer": "commercial"}, "coverage/genicular", (0,)),
        ("62323", {}, "authorization/wiser", (0,)),
    ],
)
def test_what_is_only_to_know(told: str, how: dict[str, str], rule: str, lines: tuple[int, ...]) -> None:
    assert (rule, lines) in {(item.rule, item.lines) for item in judged(claim(told, **how)) if item.severity == "info"}


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ("62323 64483-RT", "ptp/none"),
        ("62323 64483-59-RT", "ptp/idle"),
        ("64635-RT 64636-RT", "modifier/add_on_side"),
        ("64493-KX-RT", "modifier/kx"),
        ("64483-KX-RT", "modifier/order"),
        ("64483-RT", "global/period"),
        ("63650 77003-59", "ptp/apart"),
        ("J3301-JZx4 64483-RT", "drug/waste"),
    ],
)
def test_what_is_not_said(told: str, rule: str) -> None:
    assert rule not in {item.rule for item in judged(claim(told))}


@pytest.mark.parametrize(
    ("told", "how", "words"),
    [
        ("62323 64483-RT", {}, "take 64483 off, or put 59 on it"),
        ("62323 99213", {}, "put 25 on it"),
        ("63650 77003", {}, "the imaging belongs to 63650"),
        ("20552 64405-50", {}, "NCCI PTP practitioner 2024 Q3"),
        ("20610-RT", {"dx": "M54.5"}, "M54.50, M54.51, M54.59"),
        ("0275T", {}, "after it 62330, 62331"),
        ("0275T", {}, "[RULEBOOK 2.21; NEURO26"),
        ("J2001", {}, "code_changes 2024-10-01"),
        ("J1030", {}, "[HCPCS 2024 Q3]"),
        ("64413", {}, "deleted, valid until 2019-12-31; after it 64999"),
        ("62323 99214", {}, "put 25 on it where the note shows work beyond doing 62323. [RULEBOOK 1.5]"),
        ("27279 99213", {}, "put 57 on it where the note shows the decision for surgery"),
        ("20561 20553", {}, "take 20561 off, or put 59 on it where the note shows that other muscles were needled"),
        ("62369 95990", {}, "take 95990 off, and no modifier changes that. [RULEBOOK 2.18; CORRECTIONS 2.13]"),
        ("64466 64450", {}, "whether 59 sets them apart the source does not say"),
        ("72295 62323", {}, "The PTP edits have no pair of the two: the rule book stands alone here."),
        (
            "20553 20561-59",
            {},
            "59 says that 20561 was apart from 20553: the note must show that other muscles were needled",
        ),
        ("64466", {"day": "2024-11-01"}, "before it 64999"),
        ("J1030", {}, "after it J1010"),
        ("64493-RT 64493-LT", {}, "one line with 50"),
        ("64493-50", {"payer": "medicare_asc", "place": "24"}, "a line with RT and a line with LT"),
        ("27096-RT", {"payer": "medicare_asc", "place": "24"}, "takes G0260"),
        ("64493-RT", {"day": "2010-01-01"}, "Reference not effective on this date: NCCI MUE"),
        ("27096-RT", {}, "L39383, L39462, L39464"),
        ("64628-KX 64629-KX", {"dx": "M54.51"}, "reads it as a disc space"),
        ("64633-RT 64636-RT", {}, "the national list has 64635 alone"),
        ("62330", {}, "lacks Q0 and Z00.6"),
        ("64520-RT 77002", {}, "take 77002 off, it is an add-on and no code here may carry it"),
        ("62323 64483-59-RT", {}, "59 says that 64483 was apart from 62323: the note must show"),
        ("64493-RT 64493-RT", {}, "take off what is one too many"),
        ("64633-RT 64636-RT", {}, "Ask the contractor which it takes"),
        ("64633-RT 64636-RT", {"contractor": "WPS"}, "take the add-on off"),
    ],
)
def test_a_finding_says_what_to_do_and_by_whom(told: str, how: dict[str, str], words: str) -> None:
    assert any(words in f"{item.message} [{item.authority}]" for item in judged(claim(told, **how)))


PTP = "NCCI PTP practitioner"


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ("62287 62267", ()),  # rows of these codes are held, and what is said of them is said by them
        ("62323 64493", ()),  # no pair is an answer
        ("62323 99214", ()),  # the rule of visits answers
        ("64466 76942", ()),
        ("22513 22515", ()),  # an add-on with its primary
        ("20561 20553", ()),  # a ban answers
        ("62330 64483", ()),
        ("0275T 62323", ()),  # its fault is the day
        ("64466 62323", ("does not hold all pairs of 64466: 64466 with 62323 not judged by it",)),
        ("62287 62267 20610", ("of 62267: 62267 with 20610 not judged by it",)),
        ("64466 62323 64493", ("64466 with 62323, 64466 with 64493 not judged",)),
        ("64466 62320 62322 64479 64490 64493 64520 27096", ("64466 with 64520 and 1 more not judged by it",)),
    ],
)
def test_only_pairs_that_nothing_speaks_of_are_not_judged(told: str, says: tuple[str, ...]) -> None:
    found = [one for one in judged(claim(told)) if one.rule == "reference/not_held" and one.authority == PTP]
    assert len(found) == len(says)
    for one, words in zip(found, says, strict=True):
        assert words in one.message
        assert "not effective" not in one.message and "says nothing" not in one.message


def test_no_limit_of_units_is_no_day_that_is_out_of_force() -> None:
    (said,) = (one for one in judged(claim("64466")) if one.rule == "reference/not_held")
    assert said.message == "NCCI MUE practitioner as it is here holds no limit of units of 64466: not judged by it."


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ("64454 64450", "(PTP indicator 1, the practitioner edit, which stands in for the hospital's) unless apart"),
        ("62323 77003", "(PTP indicator 1, the practitioner edit, which stands in for the hospital's): take 77003 off"),
        ("62350 62323", "(PTP indicator 1) unless apart"),  # the hospital's own pair, which differs
    ],
)
def test_a_hospital_claim_says_whose_edit_it_is_judged_by(told: str, says: str) -> None:
    found = judged(claim(told, payer="medicare_opps", place="22"))
    assert any(says in one.message for one in found if one.rule == "ptp/1")
    assert not any(one.rule == "reference/not_held" and "outpatient hospital" in one.authority for one in found)


def test_a_table_of_the_hospital_needs_no_stand_in() -> None:
    pair = Pair("64454", "64450", "1", Authority("NCCI PTP outpatient hospital", "2026 Q3", "imported"))
    how = {"payer": "medicare_opps", "place": "22"}
    found = own("64454 64450 62323", how, pair=lambda *asked: pair if asked[:2] == pair[:2] else None)
    assert "reference/stand_in" not in {one.rule for one in found}
    assert any("(PTP indicator 1) unless apart" in one.message for one in found)


def test_a_ban_that_a_whole_table_does_not_have_is_no_error() -> None:
    """Its silence is that of all codes, that of the table which ships is not."""
    assert [one.severity for one in judged(claim("20553 20561")) if one.rule == "ban/needling"] == ["error"]
    whole = own("20553 20561")
    assert [one.severity for one in whole if one.rule == "ban/needling"] == ["warning"]
    pair = Pair("20553", "20561", "1", SAID)
    with_pair = own("20553 20561", pair=lambda *asked: pair if asked[:2] == pair[:2] else None)
    assert {one.rule for one in with_pair if one.severity == "error"} >= {"ptp/1"}
    assert not any(one.rule.startswith("ban/") for one in with_pair)


# The worked examples of the rule book with their drug lines: nothing is wrong with them for their payer and place.
EXAMPLES = {
    "EX01": "64493-RT 64494-RT", "EX03": "64493-50", "EX04": "0216T-50 0217T-50", "EX05": "64483 64484", "EX06": "64483-50",
    "EX07": "64479-RT", "EX08": "64490-RT 64494-RT", "EX10": "20552", "EX11": "27096-50", "EX16": "64999", "EX17": "64454-RT",
    "EX18": "64633-RT 64634-RT", "EX19": "64490-RT", "EX20": "64615 J0585x155 J0585-JWx45", "EX21": "20610-RT J1010-JZx40",
    "EX22": "20553", "EX27": "63650 63650-59", "EX29": "64468", "EX31": "62287", "EX33": "64635-50 64636-50",
    "EX34": "64635-RT 64636-RTx2", "EX35": "64490-RT 64491-RT 64492-RT", "EX36": "64493-KX-RT 64494-KX-RT", "EX37": "62321",
    "EX39": "62323", "EX40": "62322", "EX42": "64490 64493", "EX43": "64483-50 64484-RT", "EX44": "20552 64405-50-59",
    "EX46": "64520-LT 77003", "EX47": "20611-LT", "EX48": "62370", "EX50": "62323 99213-25", "EX51": "64483-KX-RT",
    "EX52": "64625-LT", "EX53": "64451-RT", "EX54": "62273 77003", "EX56": "64445", "EX57": "64418 76942",
    "EX58": "27096 J3301x8 Q9966x3 Q9966-JWx7", "EX61": "62320",
}  # fmt: skip
ELSEWHERE = {
    "EX12": ("G0260-RT G0260-LT", "medicare_asc", "24"),
    "EX13": ("G0260-50", "medicare_opps", "22"),
    "EX15": ("62323-73", "medicare_asc", "24"),
    "EX23": ("64628-KX", "medicare_part_b", "22"),
    "EX24": ("64628-KX 64629-KX", "medicare_part_b", "22"),
    "EX25": ("62330-Q0 62331-Q0", "medicare_part_b", "22"),
    "EX26": ("62330-52-Q0", "medicare_part_b", "22"),
    "EX30": ("62290x3 72295-26x3", "medicare_part_b", "22"),
    "EX32": ("22513 22515", "medicare_part_b", "22"),
    "EX45": ("64510-LT 77003-26", "medicare_part_b", "22"),
    "EX62": ("62323-GC", "medicare_part_b", "22"),
}


@pytest.mark.parametrize("id_", [*EXAMPLES, *ELSEWHERE])
def test_the_worked_examples_have_no_error(id_: str) -> None:
    told, payer, place = ELSEWHERE.get(id_) or (EXAMPLES[id_], "medicare_part_b", "11")
    assert [item for item in judged(claim(told, payer=payer, place=place)) if item.severity == "error"] == []


@pytest.mark.parametrize(
    ("one", "two", "says"),
    [
        ("64483", "64493", "No pair"),
        ("62323", "64493", "No pair"),
        ("64493", "62323", "No pair"),
        ("63650", "77003", "63650 > 77003, indicator 1"),
        ("77003", "63650", "63650 > 77003, indicator 1"),
        ("0213T", "64490", "64490 > 0213T, indicator 0: never together"),
    ],
)
def test_explain(one: str, two: str, says: str) -> None:
    assert explain(EMBEDDED, one, two, date(2026, 1, 15)).startswith(says)


def test_explain_before_any_edition() -> None:
    assert "not effective" in explain(EMBEDDED, "63650", "77003", date(2010, 1, 1))


# -- tables of the user's own ------------------------------------------------------------------------------------------

SAID = Authority("NCCI PTP practitioner", "2026 Q3", "imported")


class Imported:
    """A reference in which a few facts are imported; what it does not have it says of no code."""

    def __init__(self, **facts: object) -> None:
        self.facts = facts

    def __getattr__(self, name: str) -> object:
        if name == "children":
            return lambda *asked: ()
        return lambda *asked: self.facts.get(name)(*asked) if name in self.facts else None  # type: ignore[operator, misc]


def own(told: str, how: dict[str, str] | None = None, **facts: object) -> tuple[Finding, ...]:
    one = claim(told, **(how or {}))
    return scrub(one, LEXICON.payers[one.payer], Imported(**facts), LEXICON.codes, LEXICON.edit_rules)  # type: ignore[arg-type]


def test_an_imported_pair_goes_before_what_people_say() -> None:
    pair = Pair("64483", "64493", "1", SAID)
    found = own("64493-RT 64483-RT", pair=lambda one, *_: pair if one == "64483" else None)
    assert [(item.rule, item.lines, item.authority, item.source) for item in found if item.rule.startswith("ptp")] == [
        ("ptp/1", (0, 1), "NCCI PTP practitioner 2026 Q3", "imported")
    ]


def test_a_pair_no_longer_in_use_says_nothing() -> None:
    assert not any(
        item.rule in ("ptp/0", "ptp/1")
        for item in own("64483 64493", pair=lambda one, two, *_: Pair(one, two, "9", SAID))
    )


@pytest.mark.parametrize(("day", "errors"), [("2019-06-30", ["ptp/1"]), ("2019-07-01", [])])
def test_59_on_column_1_counts_since_2019(day: str, errors: list[str]) -> None:
    pair = Pair("62323", "64483", "1", SAID)
    found = own("62323-59 64483-RT", {"day": day}, pair=lambda one, *_: pair if one == "62323" else None)
    assert [item.rule for item in found if item.severity == "error" and item.rule.startswith("ptp")] == errors


@pytest.mark.parametrize(
    ("told", "mai", "most", "expected"),
    [
        ("64636-RTx2 64636-LTx2", "1", 2, []),
        ("64636-RTx3 64636-LTx1", "1", 2, [("mue/1", (0,))]),
        ("64636-RTx2 64636-LTx2", "3", 4, []),
        ("64636-RTx2 64636-LTx3", "3", 4, [("mue/3", (0, 1))]),
        ("64636-50x2", "2", 2, []),
        ("64636-50 64636-RT", "2", 2, []),
        ("64636-50 64636-RT", "2", 1, [("mue/2", (0, 1))]),
    ],
)
def test_unit_limits(told: str, mai: str, most: int, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    found = own(told, unit_limit=lambda code, *_: UnitLimit(code, most, mai, SAID))
    assert [(item.rule, item.lines) for item in found if item.rule.startswith("mue")] == expected


def test_each_table_that_is_silent_is_told_once() -> None:
    def silent(*asked: object) -> NotInForce:
        return NotInForce("NCCI PTP practitioner", date(2026, 1, 15))

    found = [item for item in own("64483 64493 62323", pair=silent) if item.rule == "reference/not_in_force"]
    assert [(item.lines, item.severity) for item in found] == [((0, 1, 2), "warning")]
    assert "Reference not effective on this date" in found[0].message


def test_an_imported_add_on_and_fee_are_named() -> None:
    def add_on(code: str, *_: object) -> AddOn | None:
        return AddOn(code, frozenset(["64635"]), "2", SAID) if code == "64636" else None

    fee = Fee("64636", "A", "ZZZ", "0", "0", SAID)
    found = own("64636-50", add_on=add_on, fee=lambda *_: fee)
    told = {(item.rule, item.severity, item.source) for item in found}
    assert ("add_on/primary", "warning", "imported") in told  # lists of kind 2 are left to the contractor
    assert ("modifier/50_not_allowed", "error", "imported") in told


# -- what is shipped ---------------------------------------------------------------------------------------------------

ROOT = Path(__file__).resolve().parents[2]


def test_every_rule_is_documented() -> None:
    page = (ROOT / "docs" / "edits.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"(?m)^\| `([a-z_]+/[a-z0-9_*]+)` \|", page))
    written = {
        rule
        for path in (ROOT / "cac" / "edits").glob("*.py")
        for rule in re.findall(r'"([a-z_]+/[a-z0-9_]+)"', path.read_text(encoding="utf-8"))
        if not rule.startswith("reference/edit")
        and not rule.startswith("reference/codes")
        and not rule.startswith("reference/icd")
    }
    assert written <= documented, written - documented
    given = {item.rule for told, how, _ in TABLE for item in judged(claim(told, **how))}
    families = {rule.removesuffix("*") for rule in documented if rule.endswith("*")}
    assert not [rule for rule in given if rule not in documented and not any(rule.startswith(one) for one in families)]


def test_the_rules_name_codes_that_are_known() -> None:
    rules = LEXICON.edit_rules
    named = {*rules.guidance_add_ons, *rules.once, *rules.unlisted, *rules.facility_codes}
    named |= {code for rule in rules.no_pairs for code in rule.codes} | {
        code for rule in rules.inside for code in rule.codes
    }
    named |= {code for ban in rules.bans for code in (*ban.codes, *ban.beside)}
    for payer in LEXICON.payers.values():
        for limit in payer.limits:
            named |= {*limit.codes, *limit.counts} | {code for group in limit.groups for code in group}
        for rule in (*payer.prior_authorization, *payer.not_covered, *payer.conditions, *payer.beside):
            named |= set(rule.codes)
    assert named <= set(LEXICON.codes)


@pytest.mark.parametrize("slug", LEXICON.payers)
def test_rules_of_a_payer_have_names_of_their_own_and_a_source(slug: str) -> None:
    payer = LEXICON.payers[slug]
    for rules in (payer.limits, payer.prior_authorization, payer.not_covered, payer.beside, payer.conditions):
        assert len({rule.rule for rule in rules}) == len(rules)
        for rule in rules:
            assert rule.source
            assert rule.severity != "error" or "knowledge" not in rule.source


def test_bans_have_names_of_their_own() -> None:
    bans = LEXICON.edit_rules.bans
    assert len({ban.rule for ban in bans}) == len(bans)
    for ban in bans:
        assert ban.source and not ban.message.endswith(".")


def test_no_pair_that_the_rules_tell_of_is_in_the_tables() -> None:
    for rule in LEXICON.edit_rules.no_pairs:
        one, two = rule.codes
        assert explain(EMBEDDED, one, two, date(2026, 1, 15)).startswith("No pair"), rule


def test_a_contractor_that_is_told_is_not_to_be_asked() -> None:
    (said,) = (item for item in judged(claim("64633-RT 64636-RT", contractor="CGS")) if item.rule.startswith("add_on"))
    assert "CGS takes 64633 with 64636" in said.message
    assert "Ask" not in said.message
