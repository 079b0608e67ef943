package io.tollgate.billing.metric;

import io.tollgate.billing.pricing.Aggregation;
import io.tollgate.billing.pricing.Charge;
import io.tollgate.billing.pricing.Price;
import io.tollgate.billing.pricing.PriceFault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads charges as administrators write them, and tells all that is wrong with them: {@code charges[0].terms.tiers[1].up_to}. */
final class ChargeCheck {

    private static final Pattern NAME = Pattern.compile("(?=.{1,100}$)" + MetricRequest.TEXT);
    private static final String REQUIRED = "Field required";

    private final Map<String, Metric> metrics;
    private final Map<String, String> errors = new LinkedHashMap<>();

    /** @param metrics by code, those that may be charged for */
    ChargeCheck(Map<String, Metric> metrics) {
        this.metrics = metrics;
    }

    Map<String, String> errors() {
        return errors;
    }

    /** What is wrong is noted; the drafts are good only when nothing is. */
    List<ChargeDraft> read(List<ChargeRequest> wishes) {
        return Stream.iterate(0, i -> i < wishes.size(), i -> i + 1)
                .flatMap(i -> Stream.ofNullable(read(wishes.get(i), "charges[" + i + "].")))
                .toList();
    }

    private @Nullable ChargeDraft read(ChargeRequest wish, String place) {
        int before = errors.size();
        Metric metric = metric(wish, place);
        Price price = price(wish, place);
        if (metric == null || price == null || errors.size() > before) {
            return null;
        }
        checkName(wish, place);
        checkFilters(wish, metric, place);
        checkPrice(wish, metric, price, place);
        if (errors.size() > before) {
            return null;
        }
        return new ChargeDraft(
                metric,
                wish.name() == null ? metric.name() : wish.name().strip(),
                new Charge(price, wish.minimumSpend(), wish.maximumSpend()),
                wish.filters() == null ? Facets.NONE : new Facets(wish.filters()),
                new ChargeTerms(String.valueOf(wish.model()), String.valueOf(wish.terms())));
    }

    private @Nullable Metric metric(ChargeRequest wish, String place) {
        Metric metric = wish.metric() == null ? null : metrics.get(wish.metric());
        if (metric == null) {
            errors.put(place + "metric", wish.metric() == null ? REQUIRED : "No such metric");
        }
        return metric;
    }

    private @Nullable Price price(ChargeRequest wish, String place) {
        if (wish.model() == null || PriceModel.find(wish.model()).isEmpty()) {
            errors.put(place + "model", wish.model() == null ? REQUIRED : "No such model");
            return null;
        }
        if (wish.terms() == null || !wish.terms().isObject()) {
            errors.put(place + "terms", wish.terms() == null ? REQUIRED : "Must be an object");
            return null;
        }
        return new PriceReader(wish.terms(), place + "terms.", errors).price(wish.model());
    }

    private void checkName(ChargeRequest wish, String place) {
        if (wish.name() != null && !NAME.matcher(wish.name()).matches()) {
            errors.put(place + "name", "Must hold 1 to 100 characters of readable text");
        }
    }

    private void checkFilters(ChargeRequest wish, Metric metric, String place) {
        if (wish.filters() == null) {
            return;
        }
        wish.filters().forEach((name, values) -> {
            List<String> known = metric.filters().values().get(name);
            if (known == null) {
                errors.put(place + "filters." + name, "The metric does not tell events apart by this");
            } else if (values == null || values.isEmpty() || !values.stream().allMatch(value -> isOne(value, known))) {
                errors.put(place + "filters." + name, "Must be values of the metric's filter, or \"\" for any other");
            }
        });
    }

    private static boolean isOne(@Nullable String value, List<String> known) {
        return value != null && (value.equals(Facets.OTHER) || known.contains(value));
    }

    private void checkPrice(ChargeRequest wish, Metric metric, Price price, String place) {
        for (PriceFault fault : Charge.faults(price, wish.minimumSpend(), wish.maximumSpend())) {
            String field = fault.field().endsWith("_spend") ? fault.field() : "terms." + fault.field();
            errors.putIfAbsent(place + field, fault.kind().text());
        }
        if (price.needsValues() && metric.aggregation() != Aggregation.SUM) {
            errors.putIfAbsent(place + "model", "Looks at each event, so it needs a metric that sums");
        }
    }
}
