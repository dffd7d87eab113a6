"""Forces on 500 charged particles, on the platform CPU with four threads."""

import numpy as np
import openmm

TOLERANCE = 1e-4


def work():
    system = openmm.System()
    force = openmm.NonbondedForce()
    for i in range(500):
        system.addParticle(16.0)
        force.addParticle((-1) ** i * 0.1, 0.2, 0.5)
    system.addForce(force)
    platform = openmm.Platform.getPlatformByName("CPU")
    context = openmm.Context(system, openmm.VerletIntegrator(0.001), platform, {"Threads": "4"})
    context.setPositions(np.random.default_rng(0).permutation(1000)[:500, None] // [1, 10, 100] % 10 * 0.3)
    return context.getState(getForces=True).getForces(asNumpy=True)._value
