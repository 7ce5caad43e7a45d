"""What hurts: the words for it, under one name each."""

import re

INJURIES = {
    "cruciate": r"acl|cruciate",
    "hamstring": r"hamstrings?|hammy",
    "achilles": r"achilles",
    "concussion": r"concuss\w+|head protocols?",
    "knee": r"knees?|meniscus|mcl|medial ligament|patella\w*|kneecap",
    "ankle": r"ankles?",
    "groin": r"groin|adductors?|pubalgia",
    "calf": r"calf|calves",
    "thigh": r"thighs?|quad|quads|quadriceps",
    "hip": r"hips?|hip flexor",
    "back": r"(?:lower )?back (?:injury|problem|spasms?|complaint|issue|trouble|pain)|"
    r"(?:his|a|stiff|bad|sore|lower) back\b(?! (?:in|to|from|with|at|post|line|four|three|heel))|spine|lumbar",
    "shoulder": r"shoulders?|collarbone",
    "foot": r"foot|feet|metatarsals?|heel|plantar",
    "toe": r"toes?",
    "shin": r"shins?|tibia|fibula",
    "leg": r"(?:broken|fractured) leg|leg (?:injury|problem|break|fracture)",
    "rib": r"ribs?",
    "wrist": r"wrists?|scaphoid",
    "hand": r"hands? (?:injury|problem|fracture)|(?:broken|fractured) hand|fingers?|thumb",
    "arm": r"(?:broken|fractured) arm|elbow|arm (?:injury|problem)",
    "head": r"head (?:injury|knock|wound)|skull|(?:broken|fractured) (?:nose|cheekbone|jaw|eye socket)|"
    r"facial|cheekbone|eye injury|jaw",
    "abdominal": r"abdominal|abdomen|hernia|stomach muscle|oblique",
    "pelvis": r"pelvi[sc]",
    "neck": r"neck",
    "tendon": r"tendons?|tendin\w+",
    "muscle": r"muscl\w+|muscular|cramps?|strain\w*|tightness|tight\b",
    "knock": r"knocks?|bangs?|bruis\w+|dead leg|kick on|whack",
    "illness": r"ill|illness|sick\w*|virus|flu|fever|bug|infection|unwell|covid\S*|coronavirus|tonsillitis|"
    r"food poisoning|malaria|cold|under the weather|temperature|stomach (?:upset|complaint)|gastric",
    "match fitness": r"(?:match )?fitness (?:issue|work)|lack of match fitness|short of (?:match )?fitness",
    "fatigue": r"fatigue\w*",
    "ligament": r"ligaments?",
}
"""Expressions over small letters; the first that a text holds is what hurts."""

PATTERNS = {name: re.compile(rf"\b(?:{words})\b") for name, words in INJURIES.items()}
ANY = re.compile("|".join(rf"\b(?:{words})\b" for words in INJURIES.values()))


def injury(text: str) -> str | None:
    """What hurts according to a text in small letters; None if it names nothing."""
    return next((name for name, pattern in PATTERNS.items() if pattern.search(text)), None)
