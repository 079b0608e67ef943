package io.tollgate.platform.jobs;

/**
 * One kind of work that happens later.
 *
 * @param name stands in the message; {@code stripe.event}, {@code mail.send}
 * @param topic jobs that may hold each other up share a topic; the prefix of the deployment is put before it
 * @param payload the record that goes through as JSON; fields may be added, never renamed or given another meaning
 * @param hurried whether the relay is woken for it. What nobody waits for goes with its next look, within a second and many at once
 */
public record JobType<P>(String name, String topic, Class<P> payload, boolean hurried) {

    public JobType(String name, String topic, Class<P> payload) {
        this(name, topic, payload, true);
    }

    public static <P> JobType<P> unhurried(String name, String topic, Class<P> payload) {
        return new JobType<>(name, topic, payload, false);
    }
}
