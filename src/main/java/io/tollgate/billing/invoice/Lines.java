package io.tollgate.billing.invoice;

import io.tollgate.billing.pricing.PricePart;
import io.tollgate.billing.pricing.RatedPart;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The lines of a draft: one for each fee, or for each tier of it. */
final class Lines {

    /** As the database keeps them; amounts were computed before. */
    private static final int SCALE = 12;

    private Lines() {}

    static List<InvoiceLine> of(UUID invoiceId, List<DraftFee> fees) {
        List<InvoiceLine> lines = new ArrayList<>();
        for (DraftFee fee : fees) {
            if (fee.parts().isEmpty()) {
                lines.add(line(
                        invoiceId, lines.size() + 1, fee, null, fee.quantity(), fee.unitPrice(), null, fee.amount()));
            }
            for (RatedPart rated : fee.parts()) {
                PricePart part = rated.part();
                lines.add(line(
                        invoiceId,
                        lines.size() + 1,
                        fee,
                        part.tier() + 1,
                        part.quantity(),
                        part.unit(),
                        part.flat(),
                        rated.amount()));
            }
        }
        return lines;
    }

    static List<InvoiceLine> discounted(List<InvoiceLine> lines, List<Long> discounts) {
        List<InvoiceLine> result = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            InvoiceLine line = lines.get(i);
            result.add(new InvoiceLine(
                    line.invoiceId(),
                    line.position(),
                    line.kind(),
                    line.description(),
                    line.chargeId(),
                    line.metric(),
                    line.plan(),
                    line.periodStart(),
                    line.periodEnd(),
                    line.tier(),
                    line.quantity(),
                    line.unitPrice(),
                    line.flatPrice(),
                    line.amount(),
                    discounts.get(i)));
        }
        return result;
    }

    private static InvoiceLine line(
            UUID invoiceId,
            int position,
            DraftFee fee,
            @Nullable Integer tier,
            @Nullable BigDecimal quantity,
            @Nullable BigDecimal unitPrice,
            @Nullable BigDecimal flatPrice,
            long amount) {
        return new InvoiceLine(
                invoiceId,
                position,
                fee.kind(),
                fee.description(),
                fee.chargeId(),
                fee.metric(),
                fee.plan(),
                fee.periodStart(),
                fee.periodEnd(),
                tier,
                scaled(quantity),
                scaled(unitPrice),
                scaled(flatPrice),
                amount,
                0);
    }

    private static @Nullable BigDecimal scaled(@Nullable BigDecimal number) {
        if (number == null) {
            return null;
        }
        BigDecimal scaled = number.setScale(SCALE, RoundingMode.HALF_UP).stripTrailingZeros();
        return scaled.scale() < 0 ? scaled.setScale(0) : scaled;
    }
}
