package io.tollgate.billing.metric;

import io.tollgate.billing.pricing.BlockPrice;
import io.tollgate.billing.pricing.FlatPrice;
import io.tollgate.billing.pricing.GraduatedPercentagePrice;
import io.tollgate.billing.pricing.GraduatedPrice;
import io.tollgate.billing.pricing.PackagePrice;
import io.tollgate.billing.pricing.PercentagePrice;
import io.tollgate.billing.pricing.Price;
import io.tollgate.billing.pricing.PriceTier;
import io.tollgate.billing.pricing.UnitPrice;
import io.tollgate.billing.pricing.VolumePrice;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The models of {@link Price} by their names in JSON, and which numbers each wants. */
enum PriceModel {
    FLAT {
        @Override
        Price read(PriceReader terms) {
            return new FlatPrice(terms.number("amount"));
        }
    },
    UNIT {
        @Override
        Price read(PriceReader terms) {
            return new UnitPrice(terms.number("unit"));
        }
    },
    GRADUATED {
        @Override
        Price read(PriceReader terms) {
            return new GraduatedPrice(tiers(terms));
        }
    },
    VOLUME {
        @Override
        Price read(PriceReader terms) {
            return new VolumePrice(tiers(terms));
        }
    },
    PACKAGE {
        @Override
        Price read(PriceReader terms) {
            return new PackagePrice(terms.number("price"), terms.number("size"), terms.number("free", BigDecimal.ZERO));
        }
    },
    PERCENTAGE {
        @Override
        Price read(PriceReader terms) {
            return new PercentagePrice(
                    terms.number("rate"),
                    terms.number("fixed", BigDecimal.ZERO),
                    terms.whole("free_events"),
                    terms.optional("free_amount"),
                    terms.optional("minimum"),
                    terms.optional("maximum"));
        }
    },
    GRADUATED_PERCENTAGE {
        @Override
        Price read(PriceReader terms) {
            return new GraduatedPercentagePrice(tiers(terms));
        }
    },
    BLOCK {
        @Override
        Price read(PriceReader terms) {
            return new BlockPrice(terms.number("size"), terms.pricedBy("of"));
        }
    };

    abstract Price read(PriceReader terms);

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<PriceModel> find(String word) {
        return Arrays.stream(values())
                .filter(model -> model.word().equals(word))
                .findFirst();
    }

    /** Where a tier begins need not be said: at the end of the one before. */
    private static List<PriceTier> tiers(PriceReader terms) {
        List<PriceTier> tiers = new ArrayList<>();
        BigDecimal end = BigDecimal.ZERO;
        for (PriceReader tier : terms.list("tiers")) {
            BigDecimal upTo = tier.optional("up_to");
            tiers.add(new PriceTier(
                    tier.number("from", end), upTo, tier.number("unit"), tier.number("flat", BigDecimal.ZERO)));
            tier.refuseOthers();
            end = upTo == null ? end : upTo;
        }
        return tiers;
    }
}
