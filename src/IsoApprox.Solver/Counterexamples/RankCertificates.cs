using IsoApprox.Arithmetic;
using IsoApprox.Certificates.Rank;
using IsoApprox.Embeddings;

namespace IsoApprox.Solver.Counterexamples;

/// <summary>Producers of rank certificates. What they return has been accepted by <see cref="RankCertificate.CheckAlone"/>.</summary>
public static class RankCertificates
{
    private const double LevelPrecision = 1e-9;

    /// <summary>
    /// The certificate of a chain with parallel ends from explicit multipliers. H = sum sigma. For each gap g and either class A next to
    /// it: tau = 1/(2 sigma_g m_A (m_A - 1) m_B) on the triplets with anchor and positive in A and negative in the class B across the gap,
    /// b = 1/(sigma_g m_A^2 (m_A - 1)) on the edges of A; a = 1/(H m_0) on equally indexed points of the ends. Then tr(Q G) = (1/H) mean
    /// |g_i^first - g_i^last|^2 - sum_g |c_g - c_(g+1)|^2 / sigma_g for every g, and Q F = 0.
    /// </summary>
    /// <param name="chain">The chain.</param>
    /// <returns>The certificate with the largest level found; null when none is accepted.</returns>
    /// <exception cref="ArgumentException">The ends are not parallel, or a class has one point.</exception>
    public static RankCertificate? FromChain(Chain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        return FromChain(chain, chain.ToInstance());
    }

    /// <summary>
    /// The same multipliers for an instance in which every simplex has edges of another common length; sizes and spacings are the chain's.
    /// </summary>
    /// <param name="chain">Class sizes, order and spacings.</param>
    /// <param name="instance">The points, rows in the chain's order.</param>
    /// <exception cref="ArgumentException">The ends are not parallel, or the numbers of points differ.</exception>
    public static RankCertificate? FromChain(Chain chain, RationalInstance instance)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(instance);
        if (chain.Count != instance.Count)
        {
            throw new ArgumentException($"the chain has {chain.Count} points, the instance {instance.Count}");
        }

        if (chain.Links.Any(link => link.Size < 2))
        {
            throw new ArgumentException("chain: the explicit multipliers need classes of at least 2 points");
        }

        if (!chain.HasParallelEnds)
        {
            throw new ArgumentException("chain: the first and the last class must agree in size, plane and sign");
        }

        var tau = new List<TripletWeight>();
        var edges = new ExactRational[chain.Links.Count];
        for (var g = 0; g < chain.Spacings.Count; g++)
        {
            foreach (var (own, other) in new[] { (g, g + 1), (g + 1, g) })
            {
                var (m, spacing) = (chain.Links[own].Size, chain.Spacings[g]);
                edges[own] += 1 / (spacing * (m * m * (m - 1)));
                var value = 1 / (spacing * (2 * m * (m - 1) * chain.Links[other].Size));
                tau.AddRange(
                    from i in chain.Rows(own)
                    from j in chain.Rows(own)
                    where i != j
                    from k in chain.Rows(other)
                    select new TripletWeight(i, j, k, value));
            }
        }

        var b = Enumerable.Range(0, edges.Length).SelectMany(c =>
            chain.Rows(c).SelectMany(i => chain.Rows(c).Where(j => i < j).Select(j => new PairWeight(i, j, edges[c]))));
        var length = chain.Spacings.Aggregate(ExactRational.Zero, (sum, s) => sum + s);
        var a = chain.Rows(0).Zip(chain.Rows(chain.Links.Count - 1), (i, j) => new PairWeight(i, j, 1 / (length * chain.Links[0].Size)));
        return Complete(instance, [.. a], [.. b], tau);
    }

    /// <summary>
    /// The certificate of any embedding from the multipliers of the tangent linear program: tau and a - b are rounded, Q is projected to P
    /// Q P, P the exact projector on the complement of span(F, 1), and a - b is read off the projected matrix, so that Q F = 0 exactly. The
    /// points are taken as the exact values of their doubles and must span all n dimensions.
    /// </summary>
    /// <param name="f">The embedding.</param>
    /// <param name="cancellation">Stops the linear program.</param>
    /// <returns>The certificate with the largest level found; null when none is accepted.</returns>
    public static RankCertificate? FromTangent(Embedding f, CancellationToken cancellation = default) =>
        TangentProgram.Solve(f, cancellation) is { } tangent ? FromTangent(RationalInstance.From(f), tangent) : null;

    /// <summary>The same for an instance whose tangent program was solved at points near to it.</summary>
    /// <param name="instance">The exact instance.</param>
    /// <param name="tangent">Multipliers.</param>
    public static RankCertificate? FromTangent(RationalInstance instance, TangentSolution tangent)
    {
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(tangent);
        var tau = new List<TripletWeight>();
        var shares = new ExactRational[instance.Count, instance.Count];
        foreach (var (i, j, k, value) in tangent.Triplets)
        {
            var rounded = RoundToGrid(value);
            if (rounded.Sign > 0)
            {
                tau.Add(new TripletWeight(i, j, k, rounded));
                shares[Math.Min(i, j), Math.Max(i, j)] += rounded;
                shares[Math.Min(i, k), Math.Max(i, k)] -= rounded;
            }
        }

        var weights = new ExactRational[instance.Count, instance.Count];
        for (var i = 0; i < instance.Count; i++)
        {
            for (var j = i + 1; j < instance.Count; j++)
            {
                weights[i, j] = shares[i, j] + RoundToGrid(tangent.Stress[i, j]);
            }
        }

        if (StressProjection.Project(instance, weights) is not { } projected)
        {
            return null;
        }

        var (a, b) = (new List<PairWeight>(), new List<PairWeight>());
        for (var i = 0; i < instance.Count; i++)
        {
            for (var j = i + 1; j < instance.Count; j++)
            {
                var own = projected[i, j] - shares[i, j];
                if (own.Sign != 0)
                {
                    (own.Sign > 0 ? a : b).Add(new PairWeight(i, j, own.Sign > 0 ? own : -own));
                }
            }
        }

        return Complete(instance, a, b, tau);
    }

    /// <summary>
    /// Chooses lam_n, lam_minus and the largest level in floating point, with room for rounding, and keeps what the exact check accepts.
    /// </summary>
    private static RankCertificate? Complete(RationalInstance instance, IReadOnlyList<PairWeight> a, IReadOnlyList<PairWeight> b,
        IReadOnlyList<TripletWeight> tau)
    {
        var spectrum = CertificateSpectrum.Compute(instance, a, b, tau);
        if (!(spectrum.SmallestEigenvalue > 0))
        {
            return null;
        }

        var budget = new LevelBudget(instance, a, b, tau, spectrum);
        var level = budget.LargestLevel();
        if (!(level > 0))
        {
            return null;
        }

        foreach (var share in new[] { LevelPrecision, 1e-6, 1e-4, 1e-2 })
        {
            var certificate = new RankCertificate
            {
                Digest = instance.Digest,
                Instance = instance,
                A = a,
                B = b,
                Tau = tau,
                Level = Decimal(level * (1 - share), up: false),
                SmallestEigenvalue = Decimal(spectrum.SmallestEigenvalue, up: false),
                NegativePart = Decimal(spectrum.NegativePart, up: true),
            };
            if (certificate.CheckAlone().Accepted)
            {
                return certificate;
            }
        }

        return null;
    }

    /// <summary>A short decimal number at most (at least) 1e-9 relative below (above).</summary>
    private static ExactRational Decimal(double value, bool up)
    {
        if (!(value > 0))
        {
            return ExactRational.Zero;
        }

        var digits = 10 - (int)Math.Floor(Math.Log10(value));
        var scale = digits >= 0 ? new ExactRational(System.Numerics.BigInteger.Pow(10, digits), 1)
            : new ExactRational(1, System.Numerics.BigInteger.Pow(10, -digits));
        var scaled = ExactRational.From(value) * scale;
        var floor = System.Numerics.BigInteger.Divide(scaled.Numerator, scaled.Denominator);
        return new ExactRational(floor + (up ? 1 : 0), 1) / scale;
    }

    private static ExactRational RoundToGrid(double value) => ExactRational.From(Math.Round(value * (1L << 44)) / (1L << 44));
}
