package io.tollgate;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.reactivestreams.Publisher;

/** How the packages below a root may be built and who may use whom. */
record ArchitectureRules(String root) {

    private static final Set<String> WAITING =
            Set.of("block", "blockFirst", "blockLast", "blockOptional", "toStream", "toIterable");
    private static final Pattern EMPTY_NAMES =
            Pattern.compile(".*(Service|Impl|Util|Utils|Helper|Manager|Mapper|Controller)");
    private static final Pattern EMPTY_PACKAGES = Pattern.compile(
            ".*\\.(controllers?|services?|repositor(y|ies)|dto|models?|config|utils?|common|impl|helpers?)");

    private static final Pattern MACHINES_TIME = Pattern.compile("now|(system|tick).*");

    /** The clock itself, and what compares it with the machine's. */
    private static final Set<String> MACHINES_CLOCK =
            Set.of("io.tollgate.platform.time.CommonClock", "io.tollgate.platform.db.ClockProbe");

    /** What stands in one line may use what stands in those before. */
    private static final List<List<String>> BILLING = List.of(
            List.of("stripe", "paymob", "pricing", "webhook"),
            List.of("plan"),
            List.of("metric"),
            List.of("subscription"),
            List.of("payment"),
            List.of("entitlement", "usage"),
            List.of("invoice"),
            List.of("engine"),
            List.of("collection"),
            List.of("reconciliation"));

    /** What all may use stands first; each package uses only what stands above it. */
    ArchRule usesOnlyWhatStandsAbove() {
        return Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("platform")
                .definedBy(root + ".platform..")
                .layer("user")
                .definedBy(root + ".user..")
                .layer("auth")
                .definedBy(root + ".auth..")
                .layer("billing")
                .definedBy(root + ".billing..")
                .layer("admin")
                .definedBy(root + ".admin..")
                .layer("application")
                .definedBy(root)
                .whereLayer("user")
                .mayOnlyBeAccessedByLayers("auth", "billing", "admin", "application")
                .whereLayer("auth")
                .mayOnlyBeAccessedByLayers("admin", "application")
                .whereLayer("billing")
                .mayOnlyBeAccessedByLayers("admin", "application")
                .whereLayer("admin")
                .mayOnlyBeAccessedByLayers("application")
                .whereLayer("application")
                .mayNotBeAccessedByAnyLayer();
    }

    ArchRule orderInsideBilling() {
        LayeredArchitecture order = Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true);
        for (List<String> layer : BILLING) {
            order = order.layer(name(layer))
                    .definedBy(layer.stream().map(this::billing).toArray(String[]::new));
        }
        for (int i = 1; i < BILLING.size(); i++) {
            String[] above =
                    BILLING.stream().skip(i + 1L).map(ArchitectureRules::name).toArray(String[]::new);
            LayeredArchitecture.LayerDependencySpecification layer = order.whereLayer(name(BILLING.get(i)));
            order = above.length == 0 ? layer.mayNotBeAccessedByAnyLayer() : layer.mayOnlyBeAccessedByLayers(above);
        }
        return order;
    }

    private static String name(List<String> layer) {
        return String.join(", ", layer);
    }

    ArchRule noCycles() {
        return SlicesRuleDefinition.slices()
                .matching(root + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true);
    }

    ArchRule waitsForNothing() {
        return noClasses()
                .should()
                .callMethodWhere(describe(
                        "a publisher is waited for",
                        (JavaMethodCall call) -> WAITING.contains(call.getName())
                                && call.getTargetOwner().isAssignableTo(Publisher.class)))
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", Duration.class);
    }

    /** Prices are arithmetic: the JDK and themselves. */
    ArchRule pricingIsPure() {
        return classes()
                .that()
                .resideInAPackage(billing("pricing"))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jspecify..", billing("pricing")));
    }

    /** There is one time, which tests and customers' clocks can move. How long something takes may be measured. */
    ArchRule asksTheClockForTheTime() {
        return noClasses()
                .that(describe(
                        "do not stand for the machine's clock", type -> !MACHINES_CLOCK.contains(type.getName())))
                .should()
                .accessTargetWhere(describe("the machine is asked for the time", ArchitectureRules::asksTheMachine));
    }

    private static boolean asksTheMachine(JavaAccess<?> access) {
        JavaClass asked = access.getTargetOwner();
        if (!(access.getTarget() instanceof CodeUnitAccessTarget target)
                || target.getRawParameterTypes().stream().anyMatch(type -> type.isAssignableTo(Clock.class))) {
            return false;
        }
        return asked.getPackageName().equals("java.time")
                        && MACHINES_TIME.matcher(target.getName()).matches()
                || asked.isEquivalentTo(System.class) && target.getName().equals("currentTimeMillis")
                || asked.isEquivalentTo(Date.class)
                        && target.getName().equals("<init>")
                        && target.getRawParameterTypes().isEmpty();
    }

    ArchRule namesSayWhatAClassDoes() {
        return noClasses()
                .should(Conditions.match(
                        "have a name that says nothing",
                        type -> EMPTY_NAMES.matcher(type.getSimpleName()).matches()));
    }

    ArchRule packagesAreFeaturesOfTwoLevels() {
        return noClasses()
                .should(Conditions.match(
                        "stand in a layer's package or on a third level", type -> isNoFeature(type.getPackageName())));
    }

    ArchRule everyPackageIsNullMarked() {
        return classes()
                .should(Conditions.match(
                        "stand in a @NullMarked package",
                        type -> type.getPackage().isAnnotatedWith(NullMarked.class)));
    }

    /** Only the package may use the library, and what the library's name stands for. */
    ArchRule keepsToItself(String owner, String... library) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + "." + owner)
                .should()
                .dependOnClassesThat(resideInAnyPackage(library));
    }

    /** HTTP in, HTTP out. */
    ArchRule handlersKnowOnlyHttp() {
        return noClasses()
                .that(handleHttp())
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "org.springframework.r2dbc..",
                        "io.r2dbc..",
                        "io.lettuce..",
                        "com.stripe..",
                        root + ".platform.redis",
                        "org.springframework.transaction.."));
    }

    private static DescribedPredicate<JavaClass> handleHttp() {
        return describe("handle HTTP", type -> type.getSimpleName().endsWith("Handler") && !type.isInterface());
    }

    private boolean isNoFeature(String packageName) {
        long levels = packageName
                .substring(root.length())
                .chars()
                .filter(c -> c == '.')
                .count();
        return levels > 2 || EMPTY_PACKAGES.matcher(packageName).matches();
    }

    private String billing(String feature) {
        return root + ".billing." + feature;
    }
}
