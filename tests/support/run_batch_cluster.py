"""A Ray cluster on this machine, and a scanner that tells on which of its nodes it runs."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edge_runtime.batch.input_scanner import InputScanner
from tests.support.run_batch import TinySpec

ADDRESS = "127.0.0.2"
"""Of the loopback; Ray takes 127.0.0.1 for the machine's address to others."""
STORE_BYTES = 80_000_000
_RAYLET = "RAY_RAYLET_PID"


@dataclass(frozen=True)
class NodeSpec(TinySpec):
    """Writes down the node of every scanner that opens: the process id of its raylet.

    Attributes:
        together: How many nodes must have an open scanner before any picture is scanned.
    """

    together: int = 1

    def open(self) -> InputScanner:
        with open(nodes_file(self), "a") as file:
            file.write(os.environ[_RAYLET] + "\n")
        return _PatientScanner(self, TinySpec.open(self))


class _PatientScanner(InputScanner):
    def __init__(self, spec: NodeSpec, scanner: InputScanner) -> None:
        self._spec = spec
        self._inner = scanner

    def identity(self) -> dict[str, Any]:
        return self._inner.identity()

    def scan(self, name: str) -> bytes:
        while len(nodes_of(self._spec)) < self._spec.together:
            time.sleep(0.05)
        return self._inner.scan(name)


def nodes_of(spec: TinySpec) -> list[int]:
    """Raylets of the nodes on which a scanner has opened, the first one first."""
    path = nodes_file(spec)
    lines = path.read_text().splitlines() if path.exists() else []
    return list(dict.fromkeys(map(int, lines)))


def nodes_file(spec: TinySpec) -> Path:
    """The file with a line for each scanner that has opened."""
    return Path(f"{spec.log}.nodes")


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
