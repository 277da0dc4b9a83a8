using IsoApprox.Embeddings;

namespace IsoApprox.Certificates;

/// <summary>
/// Multipliers of the Gram-matrix relaxation (weak duality). With E_ij = (e_i - e_j)(e_i - e_j)^T and Lambda = sum lambda_ij E_ij - sum nu_ik E_ik:
/// Hausdorff-like: S = diag(mu) + Lambda positive semidefinite gives d_haus^2 sum(mu) >= min over g of sum mu_i |f_i - g_i|^2 + tr(g^T Lambda g) + margin term;
/// isometric: Q = sum (beta - alpha)_ij E_ij + Lambda positive semidefinite gives d_iso >= the root t of sum alpha [D - t]_+^2 - sum beta (D + t)^2 + margin
/// term.
/// Any nonnegative numbers are a legal certificate; what they prove is found out by <see cref="Check"/>.
/// </summary>
public sealed record GramCertificate : Certificate
{
    /// <summary>The metric whose distance is bounded.</summary>
    public required NearestMetric Metric { get; init; }

    /// <summary>mu_i, length N for the Hausdorff-like distance (any positive sum), empty for the isometric error.</summary>
    public double[] Mu { get; init; } = [];

    /// <summary>lambda_ij: anchor i, positive j of its class (j = i allowed: it counts in the balance only).</summary>
    public PairMultipliers Lambda { get; init; } = PairMultipliers.Empty;

    /// <summary>nu_ik: anchor i, negative k of another class.</summary>
    public PairMultipliers Nu { get; init; } = PairMultipliers.Empty;

    /// <summary>alpha_ij of |g_i - g_j| >= D_ij - t, unordered pairs, isometric error only.</summary>
    public PairMultipliers Alpha { get; init; } = PairMultipliers.Empty;

    /// <summary>beta_ij of |g_i - g_j| &lt;= D_ij + t, unordered pairs, isometric error only.</summary>
    public PairMultipliers Beta { get; init; } = PairMultipliers.Empty;

    /// <summary>A certificate for d_haus.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="mu">N numbers >= 0, not all 0.</param>
    /// <param name="lambda">Anchor, positive.</param>
    /// <param name="nu">Anchor, negative.</param>
    public static GramCertificate ForHausdorff(NearestProblem problem, double[] mu, PairMultipliers lambda, PairMultipliers nu) =>
        new() { Digest = problem.Digest, Metric = NearestMetric.HausdorffLike, Mu = mu, Lambda = lambda, Nu = nu };

    /// <summary>A certificate for d_iso.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="alpha">Unordered pairs that must not shrink below D - t.</param>
    /// <param name="beta">Unordered pairs that must not grow above D + t.</param>
    /// <param name="lambda">Anchor, positive.</param>
    /// <param name="nu">Anchor, negative.</param>
    public static GramCertificate ForIsometric(
        NearestProblem problem, PairMultipliers alpha, PairMultipliers beta, PairMultipliers lambda, PairMultipliers nu) =>
        new() { Digest = problem.Digest, Metric = NearestMetric.IsometricError, Alpha = alpha, Beta = beta, Lambda = lambda, Nu = nu };

    /// <inheritdoc/>
    public override CertificateVerdict Check(NearestProblem problem)
    {
        var other = RejectOtherInstance(problem);
        if (other is not null)
        {
            return other;
        }

        if (Malformation(problem) is { } reason)
        {
            return CertificateVerdict.Reject(reason);
        }

        try
        {
            return ExactScaling.Check(
                problem,
                (scaled, _) => Metric == NearestMetric.HausdorffLike ? HausdorffBound.Check(this, scaled) : IsometricBound.Check(this, scaled),
                lower => Accept(problem, lower, "Gram certificate"));
        }
        catch (OutOfMemoryException)
        {
            return CertificateVerdict.Reject($"not enough memory for the matrix of {problem.Points.Count} points");
        }
    }

    /// <summary>
    /// The same check decided in rational arithmetic: definiteness by exact elimination, the minimum as a quotient of determinants, distances enclosed to 200
    /// bits. Cost O(N^3) operations on
    /// very long integers: for N up to a few dozen. The multipliers tested are the repaired ones of <see cref="Check"/> (lambda balanced; mu or beta raised
    /// when the interval check needs it).
    /// </summary>
    /// <param name="problem">The problem.</param>
    public CertificateVerdict CheckExact(NearestProblem problem)
    {
        if ((RejectOtherInstance(problem) is { } other ? other.Reason : Malformation(problem)) is { } reason)
        {
            return CertificateVerdict.Reject(reason);
        }

        var epsilon = 0.0;
        GramCertificate? proved;
        _ = Metric == NearestMetric.HausdorffLike
            ? HausdorffBound.Check(this, problem, out proved)
            : IsometricBound.Check(this, problem, out proved, out epsilon);
        return ExactGramCheck.Check(proved ?? MultiplierRepair.Repair(this, problem.Points.Count), problem, epsilon);
    }

    /// <summary>What is wrong with the arrays themselves (lengths, signs, rows, classes), in one line; null when nothing is.</summary>
    /// <param name="problem">The problem.</param>
    internal string? Malformation(NearestProblem problem)
    {
        if (Metric != problem.Metric)
        {
            return $"the certificate is for {Metric}, the problem asks {problem.Metric}";
        }

        if (Mu is null || Lambda is null || Nu is null || Alpha is null || Beta is null)
        {
            return "an array of multipliers is missing";
        }

        var f = problem.Points;
        if (Metric == NearestMetric.HausdorffLike && (Alpha.Values?.Length > 0 || Beta.Values?.Length > 0))
        {
            return "alpha and beta do not belong to a Hausdorff-like certificate";
        }

        var muLength = Metric == NearestMetric.HausdorffLike ? f.Count : 0;
        if (Mu.Length != muLength)
        {
            return $"mu has {Mu.Length} entries, expected {muLength}";
        }

        for (var i = 0; i < Mu.Length; i++)
        {
            if (!(Mu[i] >= 0) || double.IsInfinity(Mu[i]))
            {
                return $"mu[{i}] is {Mu[i]}, expected a finite number >= 0";
            }
        }

        return Malformation(Lambda, "lambda", f, PairRelation.SameClass) ?? Malformation(Nu, "nu", f, PairRelation.OtherClass)
            ?? Malformation(Alpha, "alpha", f, PairRelation.Distinct) ?? Malformation(Beta, "beta", f, PairRelation.Distinct);
    }

    private static string? Malformation(PairMultipliers pairs, string name, Embedding f, PairRelation relation)
    {
        if (pairs.First is null || pairs.Second is null || pairs.Values is null)
        {
            return $"an array of {name} is missing";
        }

        if (pairs.First.Length != pairs.Values.Length || pairs.Second.Length != pairs.Values.Length)
        {
            return $"{name} has {pairs.First.Length}, {pairs.Second.Length} rows and {pairs.Values.Length} values, expected equal lengths";
        }

        var classes = f.Classes;
        for (var e = 0; e < pairs.Count; e++)
        {
            var (i, j, v) = (pairs.First[e], pairs.Second[e], pairs.Values[e]);
            if ((uint)i >= (uint)f.Count || (uint)j >= (uint)f.Count)
            {
                return $"{name}[{e}] names rows {i}, {j}; rows are 0..{f.Count - 1}";
            }

            if (!(v >= 0) || double.IsInfinity(v))
            {
                return $"{name}[{e}] is {v}, expected a finite number >= 0";
            }

            var fits = relation switch
            {
                PairRelation.SameClass => classes[i] == classes[j],
                PairRelation.OtherClass => classes[i] != classes[j],
                _ => i != j,
            };
            if (!fits)
            {
                var expected = relation == PairRelation.Distinct ? "distinct" : relation == PairRelation.SameClass ? "in one class" : "in different classes";
                return $"{name}[{e}] names rows {i}, {j}, which are not {expected}";
            }
        }

        return null;
    }

    private enum PairRelation
    {
        SameClass,
        OtherClass,
        Distinct,
    }
}
