package io.tollgate.platform.jobs;

/**
 * What a test job shall do.
 *
 * @param name the test's own, so that tests do not see each other's jobs
 */
record Probe(String name, Conduct conduct) {

    static final JobType<Probe> TYPE = new JobType<>("probe.run", "probe", Probe.class);

    enum Conduct {
        /** Writes its effect, once. */
        WRITE,
        /** Succeeds and writes nothing. */
        DO_NOTHING,
        /** Fails until {@link ProbeJob#forgive}, then writes. */
        FAIL,
        /** Waits for {@link ProbeJob#release}, then writes. */
        WAIT,
        /** Waits for {@link ProbeJob#release}, then fails the first time and writes the second. */
        WAIT_AND_FAIL
    }

    static Probe writing(String name) {
        return new Probe(name, Conduct.WRITE);
    }
}
