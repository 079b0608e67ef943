package io.tollgate.stripeemulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.param.ChargeRetrieveParams;
import com.stripe.param.DisputeUpdateParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Refunds and disputes of a charge of 19.00. */
final class MoneyBackTest {
    private final EmulatorFixture fixture = new EmulatorFixture();
    private Charge charge;

    @BeforeEach
    void pay() throws StripeException {
        fixture.controls.pay(fixture.session("payer@example.com").getId());
        charge = fixture.stripe.v1().charges().list().getData().getFirst();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void refundsInPartsButNeverMoreThanWasPaid() throws StripeException {
        var part = fixture.stripe
                .v1()
                .refunds()
                .create(RefundCreateParams.builder()
                        .setPaymentIntent(charge.getPaymentIntent())
                        .setAmount(900L)
                        .setReason(RefundCreateParams.Reason.REQUESTED_BY_CUSTOMER)
                        .build());
        assertThat(part.getStatus()).isEqualTo("succeeded");
        assertThat(reread().getAmountRefunded()).isEqualTo(900);
        assertThat(reread().getRefunded()).isFalse();
        assertThatThrownBy(() -> refund(1100L)).isInstanceOf(InvalidRequestException.class);
        refund(null);
        assertThat(reread().getRefunded()).isTrue();
        assertThatThrownBy(() -> refund(null))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        done -> assertThat(done.getCode()).isEqualTo("charge_already_refunded"));
        assertThat(fixture.controls.events("charge.refunded", charge.getId())).hasSize(2);
        var listed = fixture.stripe
                .v1()
                .refunds()
                .list(RefundListParams.builder().setCharge(charge.getId()).build());
        assertThat(listed.getData()).extracting("amount").containsExactly(1000L, 900L);
    }

    @Test
    void aFailedRefundGivesTheMoneyBackToTheMerchant() throws StripeException {
        var refund = refund(null);
        fixture.controls.failRefund(refund);
        assertThat(fixture.stripe.v1().refunds().retrieve(refund).getStatus()).isEqualTo("failed");
        assertThat(reread().getAmountRefunded()).isZero();
        assertThat(fixture.controls.events("refund.failed", refund)).hasSize(1);
    }

    @Test
    void showsRefundsOfAChargeWhenExpanded() throws StripeException {
        var refund = refund(500L);
        var expanded = fixture.stripe
                .v1()
                .charges()
                .retrieve(
                        charge.getId(),
                        ChargeRetrieveParams.builder().addExpand("refunds").build());
        assertThat(expanded.getRefunds().getData()).extracting("id").containsExactly(refund);
    }

    @Test
    void aDisputeTakesTheMoneyUntilItIsWon() throws StripeException {
        var dispute = fixture.controls.openDispute(charge.getId());
        assertThat(reread().getDisputed()).isTrue();
        assertThatThrownBy(() -> refund(null)).isInstanceOf(InvalidRequestException.class);
        var answered = fixture.stripe
                .v1()
                .disputes()
                .update(
                        dispute,
                        DisputeUpdateParams.builder()
                                .setEvidence(DisputeUpdateParams.Evidence.builder()
                                        .setProductDescription("A plan")
                                        .build())
                                .build());
        assertThat(answered.getStatus()).isEqualTo("under_review");
        fixture.controls.closeDispute(dispute, true);
        assertThat(fixture.stripe.v1().disputes().retrieve(dispute).getStatus()).isEqualTo("won");
        for (var type : new String[] {"created", "funds_withdrawn", "updated", "closed", "funds_reinstated"}) {
            assertThat(fixture.controls.events("charge.dispute." + type, dispute))
                    .as(type)
                    .hasSize(1);
        }
    }

    @Test
    void aLostDisputeReinstatesNothing() throws StripeException {
        var dispute = fixture.controls.openDispute(charge.getId());
        fixture.controls.closeDispute(dispute, false);
        assertThat(fixture.stripe.v1().disputes().retrieve(dispute).getStatus()).isEqualTo("lost");
        assertThat(fixture.controls.events("charge.dispute.funds_reinstated", dispute))
                .isEmpty();
    }

    private String refund(@Nullable Long amount) throws StripeException {
        var params = RefundCreateParams.builder().setCharge(charge.getId()).setAmount(amount);
        return fixture.stripe.v1().refunds().create(params.build()).getId();
    }

    private Charge reread() throws StripeException {
        return fixture.stripe.v1().charges().retrieve(charge.getId());
    }
}
