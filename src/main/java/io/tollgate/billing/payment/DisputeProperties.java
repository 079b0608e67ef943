package io.tollgate.billing.payment;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What follows from disputes.
 *
 * @param lost what becomes of the subscription whose payment was lost to the payer's bank
 */
@Validated
@ConfigurationProperties("tollgate.billing.disputes")
record DisputeProperties(@DefaultValue("cancel") Lost lost) {

    enum Lost {
        /** It ends now, without credit: what was paid for it has been taken back. */
        CANCEL,
        /** It goes on; an administrator decides. */
        KEEP
    }
}
