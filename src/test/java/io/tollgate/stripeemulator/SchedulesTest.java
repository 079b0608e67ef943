package io.tollgate.stripeemulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Invoice;
import com.stripe.model.Subscription;
import com.stripe.model.SubscriptionSchedule;
import com.stripe.param.SubscriptionScheduleCreateParams;
import com.stripe.param.SubscriptionScheduleUpdateParams;
import com.stripe.param.SubscriptionScheduleUpdateParams.Phase;
import com.stripe.param.SubscriptionUpdateParams;
import com.stripe.param.common.EmptyParam;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Prices that change with the period, and periods for which nothing is collected. */
final class SchedulesTest {
    private final EmulatorFixture fixture = new EmulatorFixture();
    private String id;
    private String cheaper;

    @BeforeEach
    void subscribe() throws StripeException {
        id = fixture.controls.pay(fixture.session("payer@example.com").getId());
        cheaper = fixture.price("Mini", 900).getId();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void anotherPriceBeginsWithThePeriodAndIsReleasedAfterOne() throws StripeException {
        var schedule = plan();
        assertThat(read().getSchedule()).isEqualTo(schedule.getId());

        fixture.controls.advance(Duration.ofDays(28));
        assertThat(price()).isEqualTo(cheaper);
        var renewal = fixture.stripe.v1().invoices().retrieve(read().getLatestInvoice());
        assertThat(renewal.getTotal()).isEqualTo(900);
        assertThat(renewal.getLines().getData()).hasSize(1);
        assertThat(read().getSchedule()).isEqualTo(schedule.getId());

        fixture.controls.advance(Duration.ofDays(31));
        assertThat(read().getSchedule()).isNull();
        assertThat(price()).isEqualTo(cheaper);
        assertThat(retrieve(schedule).getStatus()).isEqualTo("released");
    }

    @Test
    void aReleasedScheduleChangesNothing() throws StripeException {
        var schedule = plan();
        fixture.stripe.v1().subscriptionSchedules().release(schedule.getId());

        fixture.controls.advance(Duration.ofDays(28));

        assertThat(price()).isNotEqualTo(cheaper);
        assertThatThrownBy(() -> fixture.stripe.v1().subscriptionSchedules().release(schedule.getId()))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void whatAScheduleManagesIsNotCancelledBesideIt() throws StripeException {
        var schedule = plan();
        assertThatThrownBy(() -> update(SubscriptionUpdateParams.builder().setCancelAtPeriodEnd(true)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("managed by the subscription schedule");
        assertThatThrownBy(this::plan).isInstanceOf(InvalidRequestException.class);

        fixture.stripe.v1().subscriptions().cancel(id);

        assertThat(retrieve(schedule).getStatus()).isEqualTo("canceled");
    }

    @Test
    void aPausedCollectionVoidsWhatItInvoices() throws StripeException {
        update(SubscriptionUpdateParams.builder()
                .setPauseCollection(SubscriptionUpdateParams.PauseCollection.builder()
                        .setBehavior(SubscriptionUpdateParams.PauseCollection.Behavior.VOID)
                        .build()));

        fixture.controls.advance(Duration.ofDays(28));

        assertThat(read().getStatus()).isEqualTo("active");
        assertThat(latest().getStatus()).isEqualTo("void");
        update(SubscriptionUpdateParams.builder()
                .setPauseCollection(EmptyParam.EMPTY)
                .setBillingCycleAnchor(SubscriptionUpdateParams.BillingCycleAnchor.NOW)
                .setProrationBehavior(SubscriptionUpdateParams.ProrationBehavior.NONE));
        assertThat(read().getPauseCollection()).isNull();
        assertThat(latest().getAmountPaid()).isEqualTo(1900);
    }

    private Invoice latest() throws StripeException {
        return fixture.stripe.v1().invoices().retrieve(read().getLatestInvoice());
    }

    private void update(SubscriptionUpdateParams.Builder params) throws StripeException {
        var _ = fixture.stripe.v1().subscriptions().update(id, params.build());
    }

    private SubscriptionSchedule plan() throws StripeException {
        var schedule = fixture.stripe
                .v1()
                .subscriptionSchedules()
                .create(SubscriptionScheduleCreateParams.builder()
                        .setFromSubscription(id)
                        .build());
        long start = schedule.getCurrentPhase().getStartDate();
        long turn = read().getItems().getData().getFirst().getCurrentPeriodEnd();
        return fixture.stripe
                .v1()
                .subscriptionSchedules()
                .update(
                        schedule.getId(),
                        SubscriptionScheduleUpdateParams.builder()
                                .addPhase(phase(price())
                                        .setStartDate(start)
                                        .setEndDate(turn)
                                        .build())
                                .addPhase(phase(cheaper)
                                        .setStartDate(turn)
                                        .setDuration(Phase.Duration.builder()
                                                .setInterval(Phase.Duration.Interval.MONTH)
                                                .build())
                                        .build())
                                .build());
    }

    private static Phase.Builder phase(String price) {
        return Phase.builder()
                .addItem(Phase.Item.builder().setPrice(price).setQuantity(1L).build());
    }

    private SubscriptionSchedule retrieve(SubscriptionSchedule schedule) throws StripeException {
        return fixture.stripe.v1().subscriptionSchedules().retrieve(schedule.getId());
    }

    private Subscription read() throws StripeException {
        return fixture.stripe.v1().subscriptions().retrieve(id);
    }

    private String price() throws StripeException {
        return read().getItems().getData().getFirst().getPrice().getId();
    }
}
