package io.tollgate.billing.pricing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What coupons take off each line: metric, then plan, then general ones, of each the oldest first; each is spread over its lines
 * by what is left of them, and none takes a line below zero.
 *
 * @param perFee in the fees' order, in minor units
 * @param used what each coupon took, in the order in which they were applied
 */
record Discounts(List<Long> perFee, List<CouponUse> used) {

    static Discounts of(List<Fee> fees, List<Coupon> coupons) {
        long[] left = fees.stream().mapToLong(Fee::amount).toArray();
        List<CouponUse> used = new ArrayList<>();
        for (Coupon coupon : coupons.stream().sorted(Coupon.ORDER).toList()) {
            long[] eligible = IntStream.range(0, left.length)
                    .mapToLong(i -> coupon.appliesTo(fees.get(i)) ? left[i] : 0)
                    .toArray();
            long off = coupon.discount().off(Arrays.stream(eligible).reduce(0, Math::addExact));
            long[] shares = Spread.byWeight(off, eligible);
            Arrays.setAll(left, i -> left[i] - shares[i]);
            used.add(new CouponUse(coupon.id(), off));
        }
        return new Discounts(
                IntStream.range(0, left.length)
                        .mapToObj(i -> fees.get(i).amount() - left[i])
                        .toList(),
                List.copyOf(used));
    }

    long total() {
        return perFee.stream().mapToLong(Long::longValue).reduce(0, Math::addExact);
    }
}
