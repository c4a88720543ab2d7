"""A Ray cluster of this machine, and a judge that tells on which of its nodes it runs."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edge_runtime.batch.input_scanner import Judge
from tests.support.run_batch import TinyPlan

ADDRESS = "127.0.0.2"
"""Of the loopback; Ray takes 127.0.0.1 for the machine's address to others."""
STORE_BYTES = 80_000_000
_RAYLET = "RAY_RAYLET_PID"


@dataclass(frozen=True)
class NodePlan(TinyPlan):
    """Writes down the node of every judge that opens: the process id of its raylet.

    Attributes:
        together: How many nodes must have a judge before any picture is judged.
    """

    together: int = 1

    def open(self) -> Judge:
        with open(nodes_file(self), "a") as file:
            file.write(os.environ[_RAYLET] + "\n")
        return _PatientJudge(self, super().open())


class _PatientJudge:
    def __init__(self, plan: NodePlan, judge: Judge) -> None:
        self._plan = plan
        self._judge = judge

    def identity(self) -> dict[str, Any]:
        return self._judge.identity()

    def judge(self, name: str) -> bytes:
        while len(nodes_of(self._plan)) < self._plan.together:
            time.sleep(0.05)
        return self._judge.judge(name)


def nodes_of(plan: TinyPlan) -> list[int]:
    """Raylets of the nodes on which a judge has opened, the first one first."""
    path = nodes_file(plan)
    lines = path.read_text().splitlines() if path.exists() else []
    return list(dict.fromkeys(map(int, lines)))


def nodes_file(plan: TinyPlan) -> Path:
    """The file with a line for each judge that has opened."""
    return Path(f"{plan.log}.nodes")


@contextmanager
def cluster_of(nodes: int) -> Iterator[Any]:
    """A head without a CPU and so many nodes of one CPU each; this process is connected to it."""
    import ray
    import ray.data  # compiles for all processes of the nodes what they would each compile
    from ray.cluster_utils import Cluster

    sizes = {"object_store_memory": STORE_BYTES, "node_ip_address": ADDRESS}
    head = {"num_cpus": 0, "include_dashboard": False, **sizes}
    cluster = Cluster(initialize_head=True, head_node_args=head)
    try:
        for _ in range(nodes):
            cluster.add_node(num_cpus=1, **sizes)
        ray.init(cluster.address, log_to_driver=False, _node_ip_address=ADDRESS)
        yield cluster
    finally:
        ray.shutdown()
        cluster.shutdown()


def kill_node(cluster: Any, raylet: int) -> None:
    """Kill all processes of the node with that raylet."""
    nodes = [node for node in cluster.worker_nodes if raylet_of(node) == raylet]
    assert len(nodes) == 1, f"{len(nodes)} nodes have raylet {raylet}"
    cluster.remove_node(nodes[0], allow_graceful=False)


def raylet_of(node: Any) -> int:
    """Process id of a node's raylet."""
    return int(node.all_processes["raylet"][0].process.pid)
