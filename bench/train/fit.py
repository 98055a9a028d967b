"""Fits scikit-learn's logistic regression on the matrices of a folder, and prints one line of JSON."""

import json
import resource
import sys
import time
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

folder = Path(sys.argv[1])
facts = json.loads((folder / "facts.json").read_text())


def rows(name):
    starts = np.fromfile(folder / f"{name}.starts.u32", dtype=np.uint32).astype(np.int32)
    columns = np.fromfile(folder / f"{name}.columns.u32", dtype=np.uint32).astype(np.int32)
    values = np.fromfile(folder / f"{name}.values.f32", dtype=np.float32).astype(np.float64)
    return csr_matrix((values, columns, starts), shape=(len(starts) - 1, facts["columns"]))


train = rows("train")
labels = np.fromfile(folder / "labels.u16", dtype=np.uint16)
weights = np.fromfile(folder / "weights.f64", dtype=np.float64)
# The same objective: the penalty here stands beside the sum of the losses, there beside their mean. Of two classes
# scikit-learn learns one row, the difference of ours, whose square is twice the sum of theirs.
model = LogisticRegression(C=(2 if facts["classes"] == 2 else 1) / facts["l2"], max_iter=facts["iterations"])
began, processor = time.perf_counter(), time.process_time()
model.fit(train, labels, sample_weight=weights)
seconds, processor = time.perf_counter() - began, time.process_time() - processor
predicted = model.predict(rows("test")).tolist()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
steps = int(model.n_iter_.max())
print(
    json.dumps(
        {"seconds": seconds, "processor_seconds": processor, "rss_mib": peak, "predicted": predicted, "steps": steps}
    )
)
