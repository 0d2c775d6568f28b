"""The words doctors use for the commonest diagnoses of the specialty, short forms first -> ICD-10-CM.

Codes: ICD-10-CM FY2026, with its inclusion terms ("rotator cuff syndrome" is M75.1-, "arthrosis of spine" M47.-).
"""

from __future__ import annotations

import pytest
import simple_icd_10_cm as icd

from cac import Coder
from tests.diagnoses.notes import coded, codes

SAID = """
Left L5 radic | M54.16
Lumbar radic | M54.16
L5-S1 radic | M54.17
C6 radic R | M54.12
lumbosacral radic. | M54.17
RLE radiculopathy | M54.10
L-spine radiculopathy | M54.16
bilateral lumbar radics | M54.16
lumbar radiculopathy L>R | M54.16
LBP | M54.50
chronic LBP | M54.50
low back pain with sciatica | M54.40
LBP w/ R sciatica | M54.41
lumbago | M54.50
left sciatica | M54.32
axial LBP | M54.59
mechanical LBP | M54.50
vertebrogenic LBP | M54.51
back pain | M54.9
mid back pain | M54.6
pain in thoracic spine | M54.6
thoracic spine pain | M54.6
T-spine pain | M54.6
neck pain | M54.2
cervicalgia | M54.2
pain in the cervical spine | M54.2
pain in lumbar spine | M54.50
DDD lumbar | M51.369
lumbar DDD | M51.369
L4-5 DDD | M51.369
L5-S1 DDD | M51.379
cervical DDD | M50.30
C5-6 DDD | M50.322
C5-C6 disc degeneration | M50.322
DJD R knee | M17.11
R knee DJD | M17.11
DJD lumbar spine | M47.816
lumbar DJD | M47.816
OA knee R | M17.11
OA L knee | M17.12
R knee OA | M17.11
bilateral knee OA | M17.0
b/l knee OA | M17.0
OA R hip | M16.11
OA R shoulder | M19.011
R GH OA | M19.011
AC joint OA L | M19.012
L AC arthritis | M19.012
CMC OA R thumb | M18.11
basal joint arthritis left thumb | M18.12
OA of the ankle, L | M19.072
SIJ dysfunction | M53.3
SI joint pain | M53.3
SIJ pain L | M53.3
left SI dysfunction | M53.3
SI joint arthropathy | M47.818
sacroiliitis | M46.1
left sacroiliac joint disruption | M53.2X8
SI joint instability | M53.2X8
FBSS | M96.1
PLPS | M96.1
post lami syndrome | M96.1
postlaminectomy syndrome, lumbar | M96.1
failed back | M96.1
PSPS type 2 | M96.1
CTS R | G56.01
R CTS | G56.01
bilat CTS | G56.03
carpal tunnel L | G56.02
CRPS I RUE | G90.511
CRPS 1 LUE | G90.512
CRPS type 1 RLE | G90.521
CRPS II LLE | G57.72
RSD left hand | G90.512
CRPS left foot | G90.522
CRPS of bilateral legs | G90.523
CRPS | G90.50
TMJ | M26.609
TMJ pain | M26.629
TMJ pain R | M26.621
TMD left | M26.602
left TMJ dysfunction | M26.602
temporomandibular joint disorder | M26.609
GTPS R | M70.61
GTB L | M70.62
trochanteric bursitis R | M70.61
right greater trochanter bursitis | M70.61
ITB syndrome L | M76.32
ITBS R | M76.31
IT band syndrome right | M76.31
PHN | B02.29
post herpetic neuralgia | B02.29
lumbar spondylolisthesis | M43.16
grade 1 spondylolisthesis L5-S1 | M43.17
spondylolisthesis L4 on L5 | M43.16
HNP L5-S1 | M51.27
HNP C5-6 | M50.222
L4-5 HNP w/ radic | M51.16
L5-S1 HNP with left leg radiculopathy | M51.17
L4-5 disc herniation | M51.26
C6-7 HNP with radic | M50.123
disk herniation L5/S1 | M51.27
lumbar stenosis | M48.061
LSS w/ neurogenic claudication | M48.062
lumbar spinal stenosis | M48.061
cervical stenosis | M48.02
central stenosis L4-5 w neuroclaudication | M48.062
spinal stenosis | M48.00
foraminal stenosis L4-5 | M99.73
lumbar facet syndrome | M47.816
facet arthropathy L4-5 L5-S1 | M47.816 M47.817
lumbar FJS | M47.816
lumbar spondylosis | M47.816
cervical spondylosis | M47.812
cervical facet arthropathy | M47.812
facetogenic pain lumbar | M54.59
occipital neuralgia | M54.81
cervicogenic HA | G44.86
chronic migraine | G43.709
migraine | G43.909
MPS | M79.18
myofascial pain syndrome | M79.18
myofascial pain, neck | M79.12
trigger points in trapezius | M79.18
fibromyalgia | M79.7
knee pain R | M25.561
right shoulder pain | M25.511
L hip pain | M25.552
rotator cuff syndrome left | M75.102
left rotator cuff syndrome | M75.102
RTC tear R | M75.101
R RTC tendinitis | M75.81
rotator cuff tendonitis right | M75.81
RTC tendinopathy left | M75.82
supraspinatus syndrome R | M75.101
shoulder impingement R | M75.41
subacromial bursitis L | M75.52
frozen shoulder L | M75.02
adhesive capsulitis R | M75.01
bicipital tendinitis R | M75.21
lateral epicondylitis R | M77.11
tennis elbow L | M77.12
medial epicondylitis | M77.00
De Quervain's L | M65.4
trigger finger R ring | M65.341
right middle trigger finger | M65.331
trigger thumb left | M65.312
plantar fasciitis | M72.2
Morton's neuroma R | G57.61
meralgia paresthetica L | G57.12
piriformis syndrome R | G57.01
pes anserine bursitis R | M70.51
ischial bursitis R | M70.71
trigeminal neuralgia | G50.0
TGN | G50.0
DPN | E11.42
diabetic neuropathy | E11.42
painful DPN | E11.42
intercostal neuralgia | G58.0
ilioinguinal neuralgia | G58.8
pudendal neuralgia | G58.8
phantom limb pain | G54.6
cancer pain | G89.3
chronic pain syndrome | G89.4
coccydynia | M53.3
coccygodynia | M53.3
osteoporotic compression fracture L1, initial encounter | M80.08XA
Acute osteoporotic compression fracture of L1, initial encounter for fracture | M80.08XA
thoracic compression fractures T7, T9, T11 age-related osteoporosis, initial encounter | M80.08XA
PDPH | G97.1
cervical dystonia | G24.3
spasticity | M62.838
genicular neuralgia R | G57.81
radiculitis lumbar | M54.16
lumbosacral radiculitis | M54.17
lumbar radicular pain | M54.16
L5 radiculitis left | M54.16
S1 radiculopathy | M54.17
thoracic radiculopathy T8 | M54.14
spinal stenosis, lumbar region, without neurogenic claudication | M48.061
DJD of the left knee | M17.12
end stage DJD R hip | M16.11
severe OA bilateral hips | M16.0
tricompartmental OA, L knee | M17.12
arthritis of the right shoulder | M19.011
osteoarthritis of the lumbar spine | M47.816
lumbar osteoarthritis | M47.816
L-spine DJD | M47.816
C-spine OA | M47.812
DJD C-spine | M47.812
OA; lumbar radiculopathy | M19.90 M54.16
S1 radic, R | M54.17
R L5 radic | M54.16
bilat L5 radic | M54.16
lumbar radic 2/2 HNP L4-5 | M51.16
HNP L4-5 with LLE radic | M51.16
L4-L5 HNP | M51.26
C5/6 HNP w/ RUE radic | M50.122
disc bulge L5-S1 with radic | M51.17
radicular pain LLE | M54.10
lumbar radic and stenosis | M54.16 M48.061
LSS L3-4, L4-5 w/o NC | M48.061
LSS with neurogenic claudication | M48.062
stenosis L4-5 with claudication | M48.062
LBP, lumbar DDD | M51.36
axial LBP, lumbar spondylosis | M47.816
FBSS, lumbar radic | M96.1 M54.16
lumbar PLPS | M96.1
failed back surgery | M96.1
CRPS I, RUE | G90.511
CRPS I of RLE | G90.521
CRPS-1 LLE | G90.522
CRPS type I, BLE | G90.523
CRPS II RUE | G56.41
RSD RUE | G90.511
bilat SIJ dysfunction | M53.3
R SIJ arthropathy | M47.818
bilateral sacroiliac joint instability | M53.2X8
disruption of the left SI joint | M53.2X8
sacroiliac joint laxity | M53.2X8
left sacroiliac joint disruption and degenerative sacroiliitis | M53.2X8 M46.1
sacroiliac joint dysfunction due to sacroiliac joint disruption | M53.2X8
GTPS, bilateral | M70.61 M70.62
L GTPS | M70.62
R greater trochanteric bursitis | M70.61
right ITBS | M76.31
R ITB syndrome | M76.31
TMJ R | M26.601
TMJ dysfunction bilat | M26.603
left TMJ arthralgia | M26.622
TMJ arthritis, right | M26.641
PHN T6 R | B02.29
PHN V1 | B02.29
postherpetic neuralgia, left T5 | B02.29
anterolisthesis L4 on 5 | M43.16
grade I anterolisthesis L4-5 | M43.16
L5 pars defect | M43.06
lumbar spondylolysis | M43.06
bilateral CTS | G56.03
CTS, left | G56.02
L cubital tunnel | G56.22
tarsal tunnel R | G57.51
R meralgia | G57.11
L RTC syndrome | M75.102
R RTC tear | M75.101
supraspinatus tendinitis L | M75.82
bilateral rotator cuff syndrome | M75.101 M75.102
Left shoulder impingement, left rotator cuff syndrome | M75.42 M75.102
R subacromial impingement | M75.41
frozen shoulder, right | M75.01
R AC joint OA | M19.011
R shoulder DJD | M19.011
left 1st CMC OA | M18.12
De Quervain tenosynovitis R | M65.4
trigger finger, left ring finger | M65.342
R long trigger finger | M65.331
trigger thumb R | M65.311
left index trigger finger | M65.322
trigger finger | M65.30
neck pain, cervical DDD | M50.30
cervical radic C6 | M54.12
C-spine stenosis | M48.02
cervical spondylosis w/o myelopathy | M47.812
cervical facet syndrome | M47.812
neck pain due to cervical facet arthropathy | M47.812
thoracic spondylosis | M47.814
pain in the thoracic spine | M54.6
pain in thoracic spine; s/p thoracotomy syndrome | M54.6
pain of the mid back | M54.6
thoracic DDD | M51.34
painful DPN of the feet | E11.42
diabetic peripheral neuropathy | E11.42
cancer related pain | G89.3
pelvic pain due to cervical cancer | C53.9 G89.3 R10.20
intractable abdominal pain secondary to pancreatic cancer | C25.9 G89.3 R10.9
abdominal pain from pancreatic ca | C25.9 G89.3 R10.9
chest wall pain due to metastatic lung cancer | C34.90 G89.3 R07.89
back pain due to bone metastases | C79.51 G89.3 M54.9
pancreatic cancer pain | C25.9 G89.3
pancreatic cancer | C25.9
prostate cancer, LBP | C61 M54.50
LBP. Rectal cancer. | C20 M54.50
history of rectal cancer, perineal pain | R10.20
painful bone mets | C79.51 G89.3
perineal pain | R10.20
pelvic pain from endometriosis | N80.9 R10.20
cervical cancer | C53.9
cervical ca, neck pain | C53.9 M54.2
myofascial pain R trapezius | M79.18
MPS cervical | M79.12
migraine w/o aura | G43.909
chronic migraine, intractable | G43.719
cervicogenic headaches | G44.86
greater occipital neuralgia R | M54.81
T7 compression fracture, initial encounter for fracture, osteoporosis | M80.08XA
osteoporotic compression fracture L2, subsequent encounter for fracture with routine healing | M80.08XD
osteoporotic compression fx T12, subsequent encounter for fracture with delayed healing | M80.08XG
Initial encounter for osteoporotic compression fracture of L1 | M80.08XA
compression fractures T11, T12, L1 due to age-related osteoporosis, initial encounter | M80.08XA
pathologic fracture L3 due to metastatic disease, initial encounter for fracture | M84.58XA
osteoporotic VCF L1 and L2 s/p fall, active treatment | M80.08XA
right rib fracture, initial encounter for closed fracture | S22.31XA
multiple rib fractures left, initial encounter for closed fracture | S22.42XA
L/S spondylosis | M47.819
R > L knee OA | M17.0
LBP R>L | M54.50
LBP w/ L sciatica | M54.42
low back pain with R sciatica | M54.41
lumbago w/ sciatica R | M54.41
sciatica R | M54.31
R lumbar radiculopathy | M54.16
sciatica left; lumbago with sciatica left M54.42; herniated disc L5-S1 with radiculopathy | M51.17 M54.42
lumbar degenerative joint disease | M47.816
"""
ROWS = [tuple(part.strip() for part in row.split("|")) for row in SAID.strip().splitlines()]


@pytest.mark.parametrize(("said", "expected"), ROWS, ids=[said for said, _ in ROWS])
def test_the_words_doctors_use(coder: Coder, said: str, expected: str) -> None:
    assert sorted(codes(coded(coder, said))) == sorted(expected.split())


def test_the_table_is_of_the_classification() -> None:
    assert len(ROWS) > 250
    assert [code for _, told in ROWS for code in told.split() if not icd.is_valid_item(code)] == []


@pytest.mark.parametrize(
    ("said", "code"),
    [("Rotator cuff syndrome", "M75.1"), ("Supraspinatus syndrome", "M75.1"), ("Tennis elbow", "M77.1")],
)
def test_what_the_classification_includes(coder: Coder, said: str, code: str) -> None:
    assert said in icd.get_inclusion_term(code)
    (found,) = codes(coded(coder, said))
    assert found.startswith(code)


NOTHING = [  # short forms that mean two things, and words that only look like one of those above
    "L4-5 spondy",
    "PLS",
    "T/L junction",
    "RCT",
    "TN",
    "radical prostatectomy",
    "initial encounter for fracture",
    "history of rectal cancer",
    "R/O radic",
    "no radic",
    "possible HNP",
]


@pytest.mark.parametrize("said", NOTHING)
def test_what_is_no_diagnosis_here(coder: Coder, said: str) -> None:
    assert codes(coded(coder, said)) == []


SIDES = [
    ("sciatica R", "M54.31"),
    ("LBP w/ L sciatica", "M54.42"),
    ("R sciatica", "M54.31"),
    ("L-spine OA and sciatica", "M54.30"),  # the L of a region is no side
    ("herniated disc at L five S one, sciatica down the right", "M51.16"),  # nor is that of a level
    ("sciatica, L>R", "M54.31 M54.32"),
    ("CTS, LUE and RUE", "G56.03"),
    ("BUE CTS", "G56.03"),
]


@pytest.mark.parametrize(("said", "expected"), SIDES, ids=[said for said, _ in SIDES])
def test_sides_of_single_letters_and_limbs(coder: Coder, said: str, expected: str) -> None:
    assert set(expected.split()) <= set(codes(coded(coder, said)))


CANCER = [
    ("perineal pain from rectal cancer", ["G89.3", "C20"]),
    ("pelvic pain due to cervical cancer", ["G89.3", "C53.9"]),
    ("intractable abdominal pain secondary to pancreatic cancer", ["G89.3", "C25.9"]),
    ("chest wall pain related to metastatic lung cancer", ["G89.3", "C34.90"]),
    ("pain caused by multiple myeloma", ["G89.3", "C90.00"]),
    ("painful bone metastases", ["G89.3", "C79.51"]),
    # the note lays no pain on them
    ("rectal cancer", ["C20"]),
    ("prostate cancer, low back pain from facet arthropathy", ["C61"]),
    ("LBP. Rectal cancer.", ["C20"]),
]


@pytest.mark.parametrize(("said", "expected"), CANCER, ids=[said for said, _ in CANCER])
def test_pain_of_a_neoplasm_has_its_code(coder: Coder, said: str, expected: list[str]) -> None:
    found = codes(coded(coder, said))
    assert [code for code in found if code == "G89.3" or code.startswith("C")] == expected


def test_pain_of_a_neoplasm_comes_first(coder: Coder) -> None:
    """ICD-10-CM guidelines I.C.6.b.5: for the care of the pain G89.3 stands before the neoplasm."""
    text = (
        "Dx: perineal pain from rectal cancer.\n"
        "Procedure: ganglion impar neurolysis with 4 mL of dehydrated alcohol under fluoroscopy.\n"
    )
    (line,) = coder.code(text).lines
    assert line.diagnoses == ("G89.3", "C20", "R10.20")


def test_a_disc_with_radiculopathy_is_pointed_to_before_sciatica(coder: Coder) -> None:
    text = (
        "Dx: sciatica left; lumbago with sciatica left M54.42; herniated disc L5-S1 with radiculopathy.\n"
        "Procedure: left S1 TFESI under fluoroscopy 10 mg dexamethasone.\n"
    )
    (line,) = coder.code(text).lines
    assert line.diagnoses == ("M51.17", "M54.42")


EPISODES = [
    ("Acute osteoporotic compression fracture of L1, initial encounter for fracture", "M80.08XA"),
    ("Age-related osteoporotic compression fracture of L1, initial encounter", "M80.08XA"),
    ("thoracic compression fractures T7, T9, T11 age-related osteoporosis, initial encounter", "M80.08XA"),
    ("compression fractures T11, T12 and L1 due to senile osteoporosis, initial encounter for fracture", "M80.08XA"),
    ("Initial encounter for osteoporotic compression fracture of L1", "M80.08XA"),
    ("osteoporotic compression fracture L2, subsequent encounter for fracture with routine healing", "M80.08XD"),
    ("osteoporotic compression fx T12, subsequent encounter for fracture with delayed healing", "M80.08XG"),
    ("osteoporotic compression fx T12, subsequent encounter for fracture with nonunion", "M80.08XK"),
    ("pathologic fracture L3 due to metastatic disease, initial encounter for fracture", "M84.58XA"),
    ("right rib fracture, initial encounter for closed fracture", "S22.31XA"),
    ("osteoporotic compression fracture of L1", "M80.08"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "expected"), EPISODES, ids=[said for said, _ in EPISODES])
def test_the_episode_of_a_fracture(coder: Coder, said: str, expected: str) -> None:
    assert codes(coded(coder, said)) == [expected]


def test_a_code_that_is_printed_for_one_of_two_levels(coder: Coder) -> None:
    """The words say both codes: the printed one is not contradicted."""
    result = coded(coder, "M54.16 L5 and S1 radic")
    assert codes(result) == ["M54.16", "M54.17"]
    assert "diagnosis/printed" not in {finding.rule for finding in result.findings}
