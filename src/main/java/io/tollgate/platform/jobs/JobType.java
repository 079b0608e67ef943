package io.tollgate.platform.jobs;

/**
 * One kind of work that happens later.
 *
 * @param name stands in the message; {@code stripe.event}, {@code mail.send}
 * @param topic jobs that may hold each other up share a topic; the prefix of the deployment is put before it
 * @param payload the record that goes through as JSON; fields may be added, never renamed or given another meaning
 */
public record JobType<P>(String name, String topic, Class<P> payload) {}
