using System.Globalization;

namespace IsoApprox.Solver.Nearest.Candidates;

/// <summary>
/// [lower, upper] with a proved lower bound of an optimal value and a value that is attained. Every solution is built on one, and it cannot
/// hold a contradiction: a lower end above the upper one means that a proof or a value is wrong, so creating it fails, by however little
/// the two ends cross. Nothing is clamped. Rounding is no excuse: the lower end is rounded down and the upper end up, so lower &lt;=
/// optimum &lt;= upper holds exactly.
/// </summary>
public readonly record struct ProvedInterval
{
    /// <summary>Creates [lower, upper].</summary>
    /// <param name="lower">Proved lower bound, at least 0, rounded down; length unit of the points.</param>
    /// <param name="lowerSource">What proves it, for the message.</param>
    /// <param name="upper">Attained value, finite, rounded up.</param>
    /// <param name="upperSource">What attains it, for the message.</param>
    /// <exception cref="InvalidOperationException">The lower end is above the upper end, negative or not a number: a defect of this
    /// library.</exception>
    public ProvedInterval(double lower, string lowerSource, double upper, string upperSource)
    {
        if (!(lower >= 0 && lower <= upper && double.IsFinite(upper)))
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"the proved lower bound {lower:R} ({lowerSource}) and the attained value {upper:R} ({upperSource}) contradict each "
                    + $"other"));
        }

        (Lower, Upper) = (lower, upper);
    }

    /// <summary>Proved lower bound.</summary>
    public double Lower { get; }

    /// <summary>Attained value.</summary>
    public double Upper { get; }

    /// <summary>(upper - lower) / upper; 0 when upper is 0.</summary>
    public double Gap => Upper > 0 ? (Upper - Lower) / Upper : 0;
}
