"""The state of 12 entangled qubits after 300 rotations, by four threads."""

import numpy as np
from qiskit import QuantumCircuit
from qiskit_aer import AerSimulator

TOLERANCE = 1e-12


def work():
    circuit = QuantumCircuit(12)
    for i, angle in enumerate(np.random.default_rng(0).normal(size=300)):
        circuit.ry(angle, i % 12)
        circuit.cx(i % 12, (i + 5) % 12)
    circuit.save_statevector()
    simulator = AerSimulator(method="statevector", max_parallel_threads=4, statevector_parallel_threshold=2)
    state = np.asarray(simulator.run(circuit).result().get_statevector())
    return [state.real, state.imag]
