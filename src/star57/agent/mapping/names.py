"""What sites call their columns, in several languages: a name's possible fields. A name that says too little is in no row."""

import re
import unicodedata
from collections.abc import Mapping

from star57.agent.formats.columns import SYNONYMS, squeezed
from star57.agent.mapping.kinds import Kind

CALLED, CALLING, START, LENGTH = "called_in", "calling_in", "started_at", "duration_s"
ANSWER, END, SOME_TIME = "answer", "end", "time"  # times that are not the start, and those of which the name does not tell

KINDS: Mapping[str, Kind] = {
    CALLED: Kind.NUMBER, "called_out": Kind.NUMBER, CALLING: Kind.NUMBER, "calling_out": Kind.NUMBER,
    "source": Kind.ADDRESS, "next_hop": Kind.ADDRESS, LENGTH: Kind.LENGTH,
}  # fmt: skip

_MORE: Mapping[str, str] = {
    CALLED: "nach|an|called|called no|called nr|callednumber|called party number|number called|dialed|dialled|dialed number"
    "|dialled number|dialed no|dialled no|dialed digits|dnis|did|b number|bnumber|b num|bnum|b party|bparty|numberb|callee"
    "|callee number|destination|destination number|dest|dest number|dst|dst number|to|to number|term number"
    "|terminating number|gewählte nummer|gewaehlte nummer|angerufener|angerufene nummer|ziel|zielnummer|zielrufnummer"
    "|b rufnummer|brufnummer|b teilnehmer|gerufener|numéro appelé|appelé|destinataire|numéro composé|numéro destination"
    "|número llamado|llamado|destino|número destino|número de destino|número marcado|número discado|número chamado|chamado"
    "|numero chiamato|chiamato|destinazione|numero destinazione|gebeld nummer|gebelde nummer|bestemming|numer wywoływany"
    "|numer docelowy|вызываемый|вызываемый номер|номер б|被叫|被叫号码|着信番号"
    "|rufnummer b|nummer b",
    CALLING: "von|calling|calling no|calling nr|callingnumber|calling party number|caller|caller no|caller nr|caller number|caller id"
    "|callerid|cli|clid|ani|a number|anumber|a num|anum|a party|aparty|numbera|origin number|orig number|originating number"
    "|source number|src|src number|source|from|from number|anrufer|anrufernummer|rufnummer anrufer|a rufnummer|arufnummer"
    "|a teilnehmer|quelle|quellrufnummer|rufender|numéro appelant|appelant|numéro source|número llamante|llamante|origen"
    "|número origen|número de origen|origem|número de origem|número chamador|chamador|numero chiamante|chiamante|origine"
    "|bellend nummer|beller|numer dzwoniący|numer wywołujący|вызывающий|вызывающий номер|номер а|主叫|主叫号码|発信番号"
    "|rufnummer a|nummer a",
    START: "start|started|started at|start time|start date|start datetime|start timestamp|starttime|call start|call start time"
    "|call begin|begin|began|begin time|begin utc|setup|setup time|setuptime|setup date|connect attempt|invite time"
    "|invite timestamp|origination time|date time origination|calldate|call date|start stamp|start epoch|start uepoch"
    "|start utc|seizure time|attempt time|beginn|anfang|startzeit|anrufbeginn|gesprächsbeginn|verbindungsbeginn|début"
    "|heure début|date début|début appel|inicio|hora inicio|fecha inicio|hora de inicio|início|hora início|data início"
    "|inizio|ora inizio|data inizio|begintijd|aanvang|czas rozpoczęcia|początek|начало|начало вызова|время начала|开始时间"
    "|呼叫开始时间|開始時刻",
    ANSWER: "answer|answered|answer time|answered at|answer stamp|answer epoch|answer uepoch|connect|connected|connect time"
    "|connected at|pickup|pickup time|date time connect|rufannahme|annahme|antwortzeit|réponse|heure réponse|décroché"
    "|respuesta|hora respuesta|contestada|resposta|risposta|ora risposta|beantwoord|odebrano|ответ|время ответа|应答时间",
    END: "end|ended|end time|ended at|end date|end stamp|end epoch|end uepoch|stop|stop time|finish|finished|disconnect"
    "|disconnect time|disconnected|hangup|hangup time|hungup|release time|call end|date time disconnect|ende|endzeit"
    "|gesprächsende|verbindungsende|fin|heure fin|date fin|hora fin|fecha fin|fim|hora fim|data fim|fine|ora fine|einde"
    "|eindtijd|koniec|czas zakończenia|конец|время окончания|结束时间",
    SOME_TIME: "time|timestamp|datetime|date time|date|date and time|event time|record time|log time|call time|created|created at|zeit"
    "|datum|datum uhrzeit|zeitstempel|date heure|heure|horodatage|fecha|fecha hora|hora|data|data hora|data ora|ora|tijd"
    "|tijdstip|czas|время|дата|时间|日時",
    LENGTH: "duration|duration s|duration sec|duration secs|duration seconds|duration in seconds|call duration|billsec|bill sec"
    "|billed seconds|billable seconds|talk time|talktime|seconds|secs|session time|elapsed|conversation time|length"
    "|call length|dauer|dauer s|gesprächsdauer|durée|durée s|durée appel|duración|duración s|duração|duração s|durata"
    "|durata s|duur|czas trwania|длительность|продолжительность|通话时长|時間秒",
    "source": "source|src|source ip|src ip|origin ip|orig ip|ingress ip|ingress address|peer ip|remote ip|from ip|in ip|quell ip"
    "|ip source|ip origen|ip origem|ip origine|от ip|ip источника",
    "next_hop": "destination|dst|dest|destination ip|dst ip|dest ip|egress ip|egress address|next hop|nexthop|to ip|out ip|target ip"
    "|ziel ip|ip destination|ip destino|ip destinazione|ip назначения",
    "trunk_in": "trunk in|in trunk|ingress trunk|inbound trunk|ingress trunk group|carrier in|ingress carrier|in carrier|gateway in"
    "|source trunk|incoming trunk|eingangstrunk|trunk entrant|trunk entrante|troncal entrante",
    "trunk_out": "trunk out|out trunk|egress trunk|outbound trunk|egress trunk group|carrier out|egress carrier|out carrier|gateway out"
    "|destination trunk|outgoing trunk|ausgangstrunk|trunk sortant|trunk saliente|troncal saliente",
    "account": "account|account code|accountcode|account id|customer|customer id|client|client id|tenant|kunde|kundennummer|compte"
    "|cliente|cuenta",
    "call_id": "call id|callid|sip call id|sip callid|sip call-id",
    "release": "cause|hangup cause|release cause|release code|disposition|sip code|sip response|response code|final code"
    "|termination cause",
    "identity": "identity|identity header|sip identity",
}  # fmt: skip


def folded(name: str) -> str:
    """Without case, accents, spaces and marks, whatever the script."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(one))
    return re.sub(r"[\W_]+", "", plain)


def _table() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for field, names in _MORE.items():
        for name in names.split("|"):
            found.setdefault(folded(name), set()).add(field)
    for field, listed in SYNONYMS.items():
        for name in listed:
            known = found.setdefault(folded(squeezed(name)), set())
            if not known:
                known.add({"called_out": CALLED}.get(field, field))
    return {name: frozenset(fields) for name, fields in found.items()}


_FIELDS_OF = _table()


def fields_named(name: str) -> frozenset[str]:
    """None for a name that is not known."""
    return _FIELDS_OF.get(folded(name)) or _FIELDS_OF.get(folded(squeezed(name))) or frozenset()
