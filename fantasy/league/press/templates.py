"""Sentences, by what they say; each family is a way of saying it that no other shares.

Slots: {p} a player's name, {s} his surname, {ps} its possessive, {role} such as `midfielder`,
{club}, {m} the manager's surname, {opp} the next opponent, {inj} such as `a hamstring problem`,
{part} such as `hamstring`, {back} such as `in about three weeks`, {q} another player of the club.
"""

OUT = {
    "statement": (
        "{p} [will miss|is out of|has been ruled out of] the [trip|game|match] against {opp} "
        "[with|because of|owing to] {inj} and is [expected|due] back {back}.",
        "{club} [confirm|can confirm|have confirmed] that {p} has [suffered|sustained|picked up] "
        "{inj} and [is expected to|will] be [out|sidelined] until {until}.",
        "{p} [faces a spell on the sidelines|is sidelined] with {inj}[| and will not play {opp}].",
        "[Scans|Tests] [have shown|revealed] {inj} for {p}, who [will not be available|is out] "
        "for {opp}.",
    ),
    "quote": (
        '"{s} is [out|not available|not with us]," {m} said. "[It is|We have] {inj}[| again], '
        '[so we have to wait|so there is no chance|and he will need time]."',
        '"[No, no|Unfortunately not|He won\'t make it]," {m} said [when asked about|of] {p}, who '
        "has {inj}.",
        '"We [lost|are without] {s} with {inj}. [I expect him|We hope to have him] back {back}," '
        "{m} said.",
        "\"{ps} {part} is [still not right|worse than we thought]. [He is not in the squad|He's "
        'out]," [said|admitted] {m}.',
    ),
    "blow": (
        "{club} have been dealt a [blow|setback] with [news|the news] that {p} [has|is nursing] "
        "{inj}[| and will be missing against {opp}].",
        "[Bad news|A blow] for {m}: {p} is [out|ruled out] [with|through] {inj}.",
        "{m} must do without {p} [against|for the visit of] {opp} after the {role} [limped off|"
        "pulled up] with {inj}.",
    ),
    "tense": (
        "{p}, who [limped out of|broke down in] training [earlier this week|on Tuesday], has not "
        "recovered from {inj} and will play no part.",
        "having [hoped|expected] to be back by now, {p} has had a setback with {inj} and [is out|"
        "remains out].",
    ),
    "surgery": (
        "{p} [has undergone|will undergo] [an operation|surgery] on {inj}, {club} [said|announced]"
        ", and is [expected|likely] to return {back}.",
    ),
}

DOUBT = {
    "test": (
        "{p} [faces|will have|is to have] a late fitness test on {inj} before {opp}.",
        "{p} ({part}) [will be assessed|is to be checked] [on the morning of the game|late on].",
        "a [late|final] decision will be [made|taken] on {p}, who [has|is carrying] {inj}.",
    ),
    "hedge": (
        "\"{s} [could|might] be available, [we'll see|let's see] how he [trains tomorrow|feels],\" "
        "{m} said of the {role}, who has {inj}.",
        '"We will [wait until the last minute|see] with {s}. [It is|He has] {inj}, nothing '
        "[too serious|dramatic], but I [can't|cannot] promise,\" {m} said.",
        '"[Maybe|Perhaps]. He [did part of|joined some of] the session," {m} said when asked '
        "whether {p} would play with {inj}.",
    ),
    "doubtful": (
        "{p} is [a doubt|doubtful|rated doubtful|touch and go] [with|because of] {inj}.",
        "there are [doubts|question marks] over {p}, who [missed training with|is struggling with] "
        "{inj}.",
    ),
    "condition": (
        "{p} will [play|be involved] only if he comes through training [on Friday|unscathed] "
        "after {inj}.",
        "\"If {s} [trains today|gets through today], he has a chance. If not, [no|we won't risk "
        'him]," {m} said; the {role} has {inj}.',
    ),
    "odds": (
        "{p} is [about fifty-fifty|50-50|no better than even] to face {opp} with {inj}.",
        "it is [in the balance|a coin toss] whether {p} recovers from {inj} in time.",
    ),
}

LIKELY = {
    "hopeful": (
        "\"{s} had {inj} but he [trained|was out with the group] [yesterday|today]. I'm "
        '[hopeful|confident|optimistic]," {m} said.',
        "{p} is [expected|likely|set] to [shake off|recover from|overcome] {inj} in time for {opp}.",
        "{m} [hopes|is hopeful] that {p} will be [fine|ready], despite {inj}.",
    ),
    "should": (
        "{p} [should|ought to] be [fit|available|fine] after {inj} kept him out of training "
        "[early in the week|on Wednesday].",
        '"He [should be|will probably be] okay," {m} said of {p} and {inj}.',
    ),
}

RETURNED = {
    "back": (
        "{p} [is back in|has returned to] [full |]training [after|following] {inj} and is "
        "[available|in contention] to face {opp}.",
        '"{s} is back with the group and [available|ready], good news," {m} said.',
        "{club} [welcome back|can call again on] {p} after {inj}.",
    ),
    "past": (
        "{p} had missed the last [three|four|few] games with {inj} but [is fit again|trained all "
        "week and is available].",
        "{p}, who had been out with {inj}, [came through|completed] a full week of training.",
    ),
}

FIT = {
    "negation": (
        "{p} is not injured, [{m} insisted|{club} said], [and|so] he [is available|will travel].",
        "contrary to reports, {p} [has no injury|is not carrying a knock] and [trained|was on the "
        "grass] [on Thursday|as normal].",
        "{m} [played down|dismissed] fears over {p}, who [is fine|is fit to play].",
    ),
    "no_fresh": (
        "{m} has no fresh concerns, with {p} and {q} both [available|fit].",
        "there are no new injury worries for {club}; {p} [is fit|trained as usual].",
        '"[Everybody else|The rest] is okay, {s} too," {m} said.',
    ),
    "substituted": (
        '"{s} came off only because he was tired. [No problem|Nothing wrong with him]," {m} said.',
        "{p} was [withdrawn|taken off] as a precaution last time but is [fine|fit].",
    ),
}

ILL = {
    "illness": (
        "{p} [is unwell|has been laid low by a virus|is ill] and [missed training|stayed at home].",
        '"{s} is [sick|ill], he has a fever," {m} said.',
        "[illness|a stomach bug|flu] [rules|has ruled] {p} out of the game with {opp}.",
    ),
}

SUSPENDED = {
    "ban": (
        "{p} is suspended [for|against] {opp} after [{why}].",
        "{club} are without the [suspended|banned] {p} [after {why}|].",
        "{p} [serves|begins] a ban following {why}.",
    ),
    "ban_quote": (
        "\"{s} can't play because of {why}, [that's the rule|it is what it is],\" {m} said.",
    ),
}

PERSONAL = {
    "leave": (
        "{p} has been given [time off|compassionate leave] for [family|personal] reasons.",
        '"{s} is not here, it is a [private|family] matter and we [give him time|support him]," '
        "{m} said.",
    ),
}

GONE = {
    "transferred": (
        "{p} has [completed|sealed] a [permanent move|transfer] to {where}.",
        "{club} [confirm|have announced] the departure of {p} to {where}.",
    ),
    "loaned": (
        "{p} has joined {where} on loan [until the end of the season|for the rest of the season].",
        "{club} have sent {p} to {where} on loan.",
    ),
}

RUMOUR = {
    "rumour_injury": (
        "hearing {p} [pulled up|limped off] in training today, [anyone know more|not looking good].",
        "my mate works at the {club} training ground and says {p} is [done for a month|out].",
        "[unconfirmed reports suggest|word on social media is that] {p} [could miss|might miss] "
        "the [weekend|next few games].",
    ),
    "rumour_transfer": (
        "{p} is [attracting interest from|a target for] {where}, according to reports.",
        "{where} are [considering|weighing up] a [bid|move] for {club} {role} {p}.",
        "{club} could [cash in on|sell] {p}, with {where} [keen|monitoring him].",
    ),
}

PRAISE = {
    "praise": (
        "{p} was [outstanding|superb|the best player on the pitch] [against {opp}|throughout].",
        "{p} [took his goal|finished] [brilliantly|with real class].",
        '"{s} is [playing the best football of his life|on fire]," {m} said.',
        "the {role} {p} [ran the game|was a constant threat].",
    ),
}

CRITICISM = {
    "criticism": (
        "{p} [had an afternoon to forget|struggled badly] [against {opp}|].",
        "{p} was [poor|wasteful], [giving the ball away|missing the easiest of chances].",
        '"{s} [must do better|knows that is not good enough]," {m} said.',
    ),
    "unrest": (
        "{p} is [unhappy|frustrated] at his lack of [game time|minutes], [say|claim] those close "
        "to him.",
        "talks over a new contract for {p} have [stalled|broken down].",
    ),
}

NOTHING = (
    "[Tickets|Season tickets] for the [cup tie|remaining home games] go on sale [on Monday|at noon].",
    "{club} have [unveiled|revealed] [a third kit|a retro shirt] [for next season|in aid of charity].",
    "the under-18s [drew 2-2|won 3-1] at home [in front of a good crowd|in the rain].",
    "supporters can [now book|book] tours of {stadium} [in the half-term holidays|online].",
    "{club} [players visited|staff visited] a local [school|hospital] this week.",
    "the club shop will be closed [on Tuesday|for stocktaking].",
    "kick-off [remains|stays] as [planned|published]; [trains|buses] will be busy.",
)
