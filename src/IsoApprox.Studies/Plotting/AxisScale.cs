using System.Globalization;

namespace IsoApprox.Studies.Plotting;

/// <summary>A tick of an axis.</summary>
/// <param name="Value">Data value.</param>
/// <param name="Label">What stands beside it; empty for a minor tick.</param>
internal readonly record struct AxisTick(double Value, string Label);

/// <summary>The ticks of an axis.</summary>
/// <param name="Ticks">Increasing.</param>
/// <param name="Suffix">Common factor and offset of the labels, for example "×10^{-9}"; empty for none.</param>
internal sealed record AxisTicks(IReadOnlyList<AxisTick> Ticks, string Suffix);

/// <summary>Maps data values of one axis to 0..1.</summary>
/// <param name="Lower">Value at 0.</param>
/// <param name="Upper">Value at 1, above <paramref name="Lower"/>.</param>
internal abstract record AxisScale(double Lower, double Upper)
{
    /// <summary>0 at <see cref="Lower"/>, 1 at <see cref="Upper"/>.</summary>
    public abstract double Fraction(double value);

    /// <summary>About <paramref name="target"/> ticks.</summary>
    public abstract AxisTicks Ticks(int target);
}

/// <summary>A linear axis.</summary>
/// <inheritdoc/>
internal sealed record LinearScale(double Lower, double Upper) : AxisScale(Lower, Upper)
{
    private const double FarFromZero = 2000;

    /// <summary>Distance of ticks; null chooses 1, 2 or 5 times a power of ten.</summary>
    public double? Step { get; init; }

    /// <summary>The smallest of 1, 2, 5 times a power of ten that divides a range into at most <paramref name="target"/> parts.</summary>
    public static double NiceStep(double range, int target)
    {
        var raw = range / target;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return (raw / power) switch { <= 1.0000001 => power, <= 2.0000001 => 2 * power, <= 5.0000001 => 5 * power, _ => 10 * power };
    }

    /// <inheritdoc/>
    public override double Fraction(double value) => (value - Lower) / (Upper - Lower);

    /// <inheritdoc/>
    public override AxisTicks Ticks(int target)
    {
        var step = Step ?? NiceStep(Upper - Lower, target);
        var first = Math.Ceiling(Lower / step);
        var count = (int)Math.Min(1000, Math.Floor((Upper / step) - first) + 1);
        var largest = Math.Max(Math.Abs(Lower), Math.Abs(Upper));
        var offset = largest / step > FarFromZero ? WholeUnits(first, step) : 0;
        var top = Enumerable.Range(0, count).Select(k => Math.Abs(first + k - offset)).DefaultIfEmpty(0).Max() * step;
        var exponent = top >= 1e4 || 5 * step < 1e-2 ? (int)Math.Floor(Math.Log10(5 * step) + 1e-9) : 0;
        var unit = Math.Pow(10, exponent);
        var decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(step / unit) - 1e-9), 0, 12);
        var ticks = new AxisTick[count];
        for (var k = 0; k < count; k++)
        {
            var label = Signed(((first + k - offset) * (step / unit)).ToString("F" + decimals, CultureInfo.InvariantCulture));
            ticks[k] = new AxisTick((first + k) * step, label);
        }

        var factor = exponent == 0 ? string.Empty : $"×10^{{{Signed(exponent.ToString(CultureInfo.InvariantCulture))}}}";
        var start = offset * step;
        var shift = offset == 0
            ? string.Empty
            : (start < 0 ? " \u2212 " : " + ") + Math.Abs(start).ToString("G12", CultureInfo.InvariantCulture);
        return new AxisTicks(ticks, (factor + shift).Trim());
    }

    // The largest multiple of a power of ten (ten ticks or more) that is not above the first tick, in ticks.
    private double WholeUnits(double first, double step)
    {
        var ticks = Math.Round(Math.Pow(10, Math.Ceiling(Math.Log10(Upper - Lower))) / step);
        return Math.Floor(first / ticks) * ticks;
    }

    private static string Signed(string number) =>
        number.StartsWith('-') ? (number.Any(c => c is >= '1' and <= '9') ? "\u2212" + number[1..] : number[1..]) : number;
}

/// <summary>
/// A logarithmic axis. Ends that no such axis can have are moved: the ticks of an axis that begins at 0 would have no end.
/// </summary>
internal sealed record LogScale : AxisScale
{
    private const double Smallest = 1e-150;
    private const double Largest = 1e150;

    /// <summary>Makes an axis between two positive values.</summary>
    /// <param name="lower">Moved into 1e-150..1e150.</param>
    /// <param name="upper">Ten times the lower end when it is not above it.</param>
    public LogScale(double lower, double upper)
        : base(Inside(lower), Inside(upper) > Inside(lower) ? Inside(upper) : 10 * Inside(lower))
    {
    }

    /// <summary>As everywhere; values that have no logarithm lie at <see cref="AxisScale.Lower"/>.</summary>
    public override double Fraction(double value) => value > 0 ? Math.Log(value / Lower) / Math.Log(Upper / Lower) : 0;

    /// <summary>
    /// Powers of ten with labels, every k-th one when there are many; the values between them unlabelled when there are few, but 2 and 5
    /// times a power labelled when only one power is inside; a linear axis when none is.
    /// </summary>
    public override AxisTicks Ticks(int target)
    {
        var low = (int)Math.Ceiling(Math.Log10(Lower) - 1e-9);
        var high = (int)Math.Floor(Math.Log10(Upper) + 1e-9);
        if (high < low)
        {
            return new LinearScale(Lower, Upper).Ticks(target);
        }

        var stride = Math.Max(1, (high - low + target) / target);
        var ticks = new List<AxisTick>();
        for (var e = low - 1; e <= high; e++)
        {
            var power = Math.Pow(10, e);
            if (e >= low && (e - low) % stride == 0)
            {
                ticks.Add(new AxisTick(power, low == high ? Multiple(1, e) : Power(e)));
            }

            if (stride == 1)
            {
                ticks.AddRange(Enumerable.Range(2, 8).Where(k => k * power > Lower && k * power < Upper)
                    .Select(k => new AxisTick(k * power, low == high && (k is 2 or 5) ? Multiple(k, e) : string.Empty)));
            }
        }

        return new AxisTicks(ticks, string.Empty);
    }

    private static double Inside(double end) => end > Smallest ? Math.Min(end, Largest) : Smallest;

    private static string Multiple(int factor, int exponent) =>
        Math.Abs(exponent) <= 3 ? (factor * Math.Pow(10, exponent)).ToString("0.####", CultureInfo.InvariantCulture)
        : factor == 1 ? Power(exponent)
        : string.Create(CultureInfo.InvariantCulture, $"{factor}×{Power(exponent)}");

    private static string Power(int exponent) => $"10^{{{exponent.ToString(CultureInfo.InvariantCulture).Replace('-', '\u2212')}}}";
}

/// <summary>An axis of named categories, each one unit wide: category k covers k to k + 1.</summary>
/// <param name="Names">What stands below each.</param>
internal sealed record CategoryScale(IReadOnlyList<string> Names) : AxisScale(0, Names.Count)
{
    /// <inheritdoc/>
    public override double Fraction(double value) => value / Names.Count;

    /// <summary>One in the middle of each category.</summary>
    public override AxisTicks Ticks(int target) => new([.. Names.Select((name, k) => new AxisTick(k + 0.5, name))], string.Empty);
}
