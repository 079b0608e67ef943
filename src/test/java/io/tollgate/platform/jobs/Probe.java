package io.tollgate.platform.jobs;

/**
 * What a test job shall do.
 *
 * @param name the test's own, so that tests do not see each other's jobs
 * @param failures so many attempts fail before one succeeds
 * @param slow never ends on its own
 */
record Probe(String name, int failures, boolean slow) {

    static final JobType<Probe> TYPE = new JobType<>("probe.run", "probe", Probe.class);

    static Probe named(String name) {
        return new Probe(name, 0, false);
    }

    static Probe failing(String name, int times) {
        return new Probe(name, times, false);
    }

    static Probe hanging(String name) {
        return new Probe(name, 0, true);
    }
}
