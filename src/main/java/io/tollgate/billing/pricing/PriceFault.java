package io.tollgate.billing.pricing;

/**
 * What is wrong with a price.
 *
 * @param field where, such as {@code tiers[1].up_to}
 */
public record PriceFault(String field, Kind kind) {

    /** The rule that is broken. */
    public enum Kind {
        NO_TIER("At least one tier is needed"),
        GAP("Begins above the end of the tier before"),
        OVERLAP("Begins below the end of the tier before"),
        EMPTY_TIER("Ends at or below its beginning"),
        LAST_TIER_CLOSED("The last tier must have no end"),
        OPEN_TIER_BEFORE_LAST("Only the last tier may have no end"),
        NEGATIVE("Must not be below zero"),
        NOT_POSITIVE("Must be above zero"),
        TOO_MANY_DIGITS("Has more than 18 digits before or 12 after the point"),
        NOT_BY_BLOCK("Cannot be counted in blocks"),
        MAXIMUM_BELOW_MINIMUM("Is below the minimum"),
        TOO_MANY_TIERS("Has more than 100 tiers");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** For the author of the price. */
        public String text() {
            return text;
        }
    }
}
