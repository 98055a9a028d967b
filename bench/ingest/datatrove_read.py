"""Reads a JSON Lines file with datatrove's plain reader and prints the seconds it took and the documents it gave."""

import os
import sys
import time

from datatrove.pipeline.readers import JsonlReader

path = sys.argv[1]


def to_document(_self, data, _path, index, *_):
    """The reader asks for one text a document: the contents of the messages, joined."""
    text = "\n".join(message["content"] for message in data.get("messages", []))
    return {"text": text or " ", "id": str(data.get("id", index)), "metadata": {}}


reader = JsonlReader(os.path.dirname(path), glob_pattern=os.path.basename(path), adapter=to_document)
began = time.perf_counter()
count = sum(1 for _ in reader.run())
print({"seconds": time.perf_counter() - began, "documents": count})
