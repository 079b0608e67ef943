package io.tollgate.billing.invoice;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How invoices look and when they are due.
 *
 * @param numberPrefix of invoices; each prefix is a series of its own without gaps
 * @param terms until an invoice is due, in whole days
 * @param minimums what a gateway charges at least, in minor units by currency; none where absent
 * @param seller who we are on an invoice
 */
@Validated
@ConfigurationProperties("tollgate.billing.invoices")
record InvoiceProperties(
        @DefaultValue("INV") @Pattern(regexp = PREFIX, message = PREFIX_MESSAGE) String numberPrefix,

        @DefaultValue("CN") @Pattern(regexp = PREFIX, message = PREFIX_MESSAGE) String creditNotePrefix,

        @DefaultValue("DN") @Pattern(regexp = PREFIX, message = PREFIX_MESSAGE) String debitNotePrefix,

        @DefaultValue("14d") @NotNull Duration terms,
        @DefaultValue Map<String, Long> minimums,
        @DefaultValue Seller seller) {

    private static final String PREFIX = "[A-Z0-9][A-Z0-9/-]{0,15}";
    private static final String PREFIX_MESSAGE =
            "INVOICE_NUMBER_PREFIX must be 1 to 16 capital letters, digits, dashes or slashes";

    /** Empty parts are left out. */
    record Seller(
            @DefaultValue("") String name,
            @DefaultValue("") String address,
            @DefaultValue("") String email,
            @DefaultValue("") String taxId) {

        Party party() {
            return new Party(
                    name,
                    email.isBlank() ? null : email,
                    address.isBlank() ? null : address,
                    null,
                    null,
                    null,
                    null,
                    null,
                    taxId.isBlank() ? null : taxId);
        }
    }

    /** Nobody charges for what is collected by hand. */
    long minimum(String provider, String currency) {
        return provider.equals("manual") ? 0 : minimums.getOrDefault(currency, 0L);
    }
}
