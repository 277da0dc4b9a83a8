using IsoApprox.Arithmetic;
using IsoApprox.Certificates;
using IsoApprox.Embeddings;

namespace IsoApprox.Studies.Refuting;

/// <summary>The claim whose ratio is maximised.</summary>
public enum RefuteClaim
{
    /// <summary>d_iso &lt;= 2 L in the dimension of the points: a certified d_iso/L above 2 refutes it.</summary>
    Theorem3Upper,

    /// <summary>d_iso/L in free dimension: proved at most 1.275 when n >= N - 1; no embedding above 0.749747 is known.</summary>
    FreeDimension,

    /// <summary>
    /// d_haus &lt;= delta_nu L in the dimension of the points, nu = min(n, m - 1), m the size of the largest class; 3/4 L on a line.
    /// Proved, so nothing above is to be found: what is of interest is how near the ratio comes.
    /// </summary>
    Hausdorff,
}

/// <summary>What the search for counterexamples may do.</summary>
public sealed record RefuteSettings
{
    /// <summary>The claim.</summary>
    public RefuteClaim Claim { get; init; }

    /// <summary>N, from 3 to 64.</summary>
    public required int Points { get; init; }

    /// <summary>n, from 1 to 32; the dimension of the points and, except in free dimension, of g.</summary>
    public required int Dimension { get; init; }

    /// <summary>k, from 2 to N.</summary>
    public required int Classes { get; init; }

    /// <summary>
    /// Climbs; each has its own start and its own random numbers, so the result does not depend on the number of threads.
    /// </summary>
    public int Climbs { get; init; } = 12;

    /// <summary>Ascents in each climb after the first one, each from the best points of the climb after a random kick.</summary>
    public int Steps { get; init; } = 10;

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads used; null for all cores.</summary>
    public int? Threads { get; init; }

    internal void Validate()
    {
        Check(Points is >= 3 and <= 64, $"points {Points}: give 3 to 64");
        Check(Dimension is >= 1 and <= 32, $"dimension {Dimension}: give 1 to 32");
        Check(Classes >= 2 && Classes <= Points, $"classes {Classes}: give 2 to the number of points, {Points}");
        Check(Climbs >= 1 && Steps >= 0, "climbs and steps must be positive");
        Check(
            Claim != RefuteClaim.Theorem3Upper || Points > Dimension + 1,
            $"points {Points}: in dimension {Dimension} Theorem 3 is proved for N <= "
            + $"n + 1; give at least {Dimension + 2}");
    }

    private static void Check(bool condition, string message)
    {
        if (!condition)
        {
            throw new EmbeddingException(message);
        }
    }
}

/// <summary>An embedding that a climb ended with.</summary>
/// <param name="Embedding">f.</param>
/// <param name="Loss">Enclosure of L(f).</param>
/// <param name="Distance">Proved interval of d_iso(f, F_TS), in R^n or in free dimension, or of d_haus, by the claim.</param>
/// <param name="Ratio">Proved interval of the distance over L.</param>
/// <param name="Source">Where the climb began.</param>
/// <param name="Certificate">Proof of the lower end; null when it follows from one triplet or is 0.</param>
/// <param name="Climb">Number of the climb.</param>
public sealed record RefuteRecord(
    Embedding Embedding, Interval Loss, Interval Distance, Interval Ratio, string Source, Certificate? Certificate, int Climb);

/// <summary>What the search found.</summary>
/// <param name="Records">The best of each finished climb, the largest certified ratio first.</param>
/// <param name="Evaluations">Linear programs or searches solved.</param>
/// <param name="Seconds">Wall-clock seconds.</param>
public sealed record RefuteResult(IReadOnlyList<RefuteRecord> Records, long Evaluations, double Seconds);

/// <summary>Progress of the search.</summary>
/// <param name="Finished">Climbs finished.</param>
/// <param name="Total">Climbs in all.</param>
/// <param name="Best">Largest certified ratio so far.</param>
public readonly record struct RefuteProgress(int Finished, int Total, double Best);
