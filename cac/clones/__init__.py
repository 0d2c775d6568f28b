"""Cloned notes: near-identical notes of a batch, across patients or visits."""

from __future__ import annotations

from cac.clones.find import find_clones
from cac.clones.records import CloneCluster, ClonePair, CloneReport

__all__ = ["CloneCluster", "ClonePair", "CloneReport", "find_clones"]
