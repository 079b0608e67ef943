package io.tollgate.billing.pricing;

/**
 * What a credit note gives back.
 *
 * @param net before tax, in minor units
 * @param tax in minor units
 */
public record Credit(long net, long tax) {

    public long total() {
        return Math.addExact(net, tax);
    }
}
