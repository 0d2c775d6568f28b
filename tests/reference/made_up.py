"""Small made-up tables in the layouts of CMS. No label of CMS or the AMA is in them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

NOTICE = "CPT only copyright 2025 American Medical Association.  All rights reserved."
PTP_HEAD = (
    f"{NOTICE}\t\t\t\t\t\t",
    "Column1/Column2 Edits\t\t\t\t\t\t",
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale",
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t",
    "\t\t\t\t*=no data\t1=allowed\t",
    "\t\t\t\t\t9=not applicable\t",
)
PTP_ROWS = (
    "11111\t22222\t\t20200101\t*\t1\tmade-up reason",
    "11111\t33333\t\t20200101\t20231231\t0\tmade-up reason",
    "11111\t33333\t\t20240101\t*\t1\tanother reason",
    "11111\t33333\t\t20240101\t20240101\t9\tanother reason",
    "44444\t55555\t*\t19960101\t*\t0\tmade-up reason",
    "44444\t66666\t\t20220101\t20220101\t9\tmade-up reason",
)
MUE_HEAD = (
    f'"{NOTICE} \n\nRestrictions apply, and so on, over\nseveral lines.",,,\r\n"HCPCS/\nCPT Code",'
    "{whose} MUE Values,MUE Adjudication Indicator,MUE Rationale\r\n"
)
AOC_HEAD = (
    "AOC_Edit_Type\tAdd-On_Code\tAOC_DelDT\tPrimary_Code\tPrimary_Code_DelDT\tAOC_Edit_EffDT\tAOC_Edit_DelDT\t"
    "Special_Instruction_Notes"
)
MPFS_HEAD = """\
,,{year} National Physician Fee Schedule Relative Value File {month} Release,,,,,,,,,,,,,,,,,,,,,,,,,,,,,
,,made-up notice,,,,,,,,,,,,,,,,,,,,,,,,,,,,,
,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,
,,RELEASED 06/30/{year},,,,,,,,,,,,,,,,,,,,,,,,,,,,,
,,,,,,,,,,,,,,,,,,,,,,,,,,,,,NON-FACILITY,FACILITY,
,,,,NOT USED,,,,,,,,,,,,,,,,,,,,,,PHYSICIAN,,DIAGNOSTIC,PE USED,PE USED,MP USED
,,,,FOR,,,NON-FAC,,FACILITY,,,,,,,,,,,,,,,,,SUPERVISION OF,,IMAGING,FOR OPPS,FOR OPPS,FOR OPPS
,,,STATUS,MEDICARE,WORK,NON-FAC,NA,FACILITY,NA,MP,NON-FACILITY,FACILITY,PCTC,GLOB,PRE,INTRA,POST,MULT,BILAT,ASST,CO-,\
TEAM,PRIC,ENDO,CONV,DIAGNOSTIC,CALCULATION,FAMILY,PAYMENT,PAYMENT,PAYMENT
HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU,INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,OP,OP,OP,PROC,SURG,\
SURG,SURG,SURG,IND,BASE,FACTOR,PROCEDURES,FLAG,INDICATOR,AMOUNT,AMOUNT,AMOUNT
"""
HCPCS_COLUMNS = (
    "HCPC,SEQNUM,RECID,LONG DESCRIPTION,SHORT DESCRIPTION,PRICE1,PRICE2,PRICE3,PRICE4,MULT_PI,CIM1,CIM2,CIM3,MCM1,MCM2,"
    "MCM3,STATUTE,LABCERT1,LABCERT2,LABCERT3,LABCERT4,LABCERT5,LABCERT6,LABCERT7,LABCERT8,XREF1,XREF2,XREF3,XREF4,"
    "XREF5,COV,ASC_GRP,ASC_DT,OPPS,OPPS_PI,OPPS_DT,PROCNOTE,BETOS,TOS1,TOS2,TOS3,TOS4,TOS5,ANEST_BU,ADD DT,ACT EFF DT,"
    "TERM DT,ACTION CD"
)

Write = Callable[..., Path]


def ptp(rows: tuple[str, ...] = PTP_ROWS, end: str = "\r\n") -> str:
    return "\r\n".join((*PTP_HEAD, *rows)) + end


def mue(whose: str = "Practitioner Services", rows: str = "11111,2,2 Date of Service Edit: Policy,made up\r\n") -> str:
    return MUE_HEAD.replace("{whose}", whose) + rows


def aoc(*rows: str) -> str:
    return "\r\n".join((NOTICE, AOC_HEAD, *rows)) + "\r\n"


def mpfs(*rows: str, year: int = 2026, month: str = "July") -> str:
    return MPFS_HEAD.format(year=year, month=month) + "".join(row + "\n" for row in rows)


def mpfs_row(code: str, modifier: str = "", bilateral: str = "1", days: str = "000") -> str:
    return (
        f'{code},{modifier},"CANARY LABEL, {code}",A,,1.50,2.00,,0.50,,0.10,3.60,2.10,0,{days},0.00,0.00,0.00,2,'
        f"{bilateral},0,0,0,,,33.4009,09,0,99,0.00,0.00,0.00"
    )


def hcpcs(*entries: tuple[str, str, str, str, str]) -> str:
    """Entries are (code, record, long description, added, terminated)."""
    titles = HCPCS_COLUMNS.split(",")
    lines = [HCPCS_COLUMNS]
    for number, (code, record, words, added, ended) in enumerate(entries):
        cells = dict.fromkeys(titles, "")
        cells |= {"HCPC": code, "SEQNUM": f"{number:04d}", "RECID": record, "LONG DESCRIPTION": f'"{words}"'}
        cells |= {"COV": "C", "ADD DT": added, "ACT EFF DT": added, "TERM DT": ended, "ACTION CD": "N"}
        lines.append(",".join(cells.values()))
    return "\r\n".join(lines) + "\r\n"


def limits(rows: str, days: str = "Effective January 1, 2026 through March 31, 2026") -> str:
    return (
        f'Payment Allowance Limits for Medicare Part B Drugs,,,,\r\n"{days}",,,,\r\nNote 1: made up,,,,\r\n'
        f"HCPCS Code,Short Description,HCPCS Code Dosage,Payment Limit,Notes\r\n{rows}"
    )


def crosswalk(rows: str, days: str = "Effective January 1, 2026 through March 31, 2026") -> str:
    return (
        f'Crosswalk,,,,,,,,,,,,\r\n"{days}",,,,,,,,,,,,\r\n_2026_CODE,Short Description,LABELER NAME,NDC2,Drug Name,'
        f"HCPCS dosage,PKG SIZE,PKG QTY,BILLUNITS,BILLUNITSPKG,,,\r\n{rows}"
    )


def icd10(*entries: tuple[str, int, str]) -> str:
    return "".join(
        f"{number:05d} {code:<7} {billable} {label[:60]:<60} {label}\r\n"
        for number, (code, billable, label) in enumerate(entries, start=1)
    )


def state(path: Path) -> dict[str, str]:
    """Every file and folder beside the database, and what is in it."""
    folder = path.parent
    if not folder.exists():
        return {}
    return {
        one.name: hashlib.sha256(one.read_bytes()).hexdigest() if one.is_file() else "folder"
        for one in [folder, *folder.iterdir()]
    }
