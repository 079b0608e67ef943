package io.tollgate.billing.plan;

/** What a plan opens; each tier includes the ones before it. */
public enum Tier {
    FREE,
    PRO,
    VIP;

    public boolean includes(Tier other) {
        return compareTo(other) >= 0;
    }
}
