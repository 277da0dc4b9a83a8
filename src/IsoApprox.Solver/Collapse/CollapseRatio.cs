using IsoApprox.Arithmetic;
using IsoApprox.Solver.Thickness;

namespace IsoApprox.Solver.Collapse;

/// <summary>A measure of g over the same measure of f.</summary>
/// <param name="Before">The measure of f, not negative.</param>
/// <param name="After">The measure of g, not negative.</param>
/// <param name="Value">After / Before: 0 is full collapse, 1 none, above 1 spread out. Null when it is undefined, never NaN or
/// infinite.</param>
/// <param name="Reason">Why <see cref="Value"/> is null; null when it is not.</param>
public sealed record CollapseRatio(double Before, double After, double? Value, string? Reason)
{
    /// <summary>After / before, or null with a reason.</summary>
    /// <param name="before">Measure of f.</param>
    /// <param name="after">Measure of g.</param>
    /// <param name="reason">What it means that <paramref name="before"/> is 0.</param>
    internal static CollapseRatio Of(double before, double after, string reason)
    {
        var value = after / before;
        return before == 0 ? new CollapseRatio(before, after, null, reason)
            : double.IsFinite(value) ? new CollapseRatio(before, after, value, null)
            : new CollapseRatio(before, after, null, "out of the range of numbers");
    }
}

/// <summary>Thickness (minimum width, Def. 3) of g over that of f, as the intervals that are proved.</summary>
/// <param name="Before">theta(f).</param>
/// <param name="After">theta(g).</param>
/// <param name="Value">Encloses theta(g)/theta(f); the upper end is infinite when the lower end of theta(f) is 0. Null when theta(f) =
/// 0.</param>
/// <param name="Reason">Why <see cref="Value"/> is null; null when it is not.</param>
public sealed record ThicknessRatio(ThicknessInterval Before, ThicknessInterval After, Interval? Value, string? Reason)
{
    /// <summary>after / before, rounded outwards, or null with a reason.</summary>
    /// <param name="before">theta(f).</param>
    /// <param name="after">theta(g).</param>
    public static ThicknessRatio Of(ThicknessInterval before, ThicknessInterval after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.Upper == 0)
        {
            return new ThicknessRatio(before, after, null, "f lies in a hyperplane: its thickness is 0");
        }

        var lower = ((Interval)after.Lower / before.Upper).Lower;
        var upper = before.Lower > 0 ? ((Interval)after.Upper / before.Lower).Upper : after.Upper == 0 ? 0 : double.PositiveInfinity;
        return new ThicknessRatio(before, after, new Interval(Math.Clamp(lower, 0, upper), upper), null);
    }
}
