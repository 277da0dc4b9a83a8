using System.Numerics;
using IsoApprox.Arithmetic;

namespace IsoApprox.Certificates.Rank;

/// <summary>A multiplier on an unordered pair of rows.</summary>
/// <param name="First">Row.</param>
/// <param name="Second">Another row.</param>
/// <param name="Value">Not negative.</param>
public readonly record struct PairWeight(int First, int Second, ExactRational Value);

/// <summary>A multiplier on a triplet.</summary>
/// <param name="Anchor">Row i.</param>
/// <param name="Positive">Row j of i's class.</param>
/// <param name="Negative">Row k of another class.</param>
/// <param name="Value">Not negative.</param>
public readonly record struct TripletWeight(int Anchor, int Positive, int Negative, ExactRational Value);

/// <summary>
/// A proof of d_iso(f, F_TS in R^n) > t by an indefinite Gram certificate whose negative part is paid by rank(g) &lt;= n. G = centred Gram
/// matrix of f, of rank n, smallest nonzero eigenvalue at least lam_n; Q = sum a_ij E_ij - sum b_ij E_ij + sum tau_ijk (E_ij - E_ik) with Q
/// G = 0 and Q + lam_minus I positive semidefinite; D_ij >= t where b_ij > 0; eta = (1/2) sqrt(sum over ordered pairs (2 D_ij t + t^2)^2)
/// &lt; lam_n. If sum tau (D_ij^2 - D_ik^2) > 2 t sum (a + b) D + t^2 sum (a - b) + lam_minus eta^2 / (2 (lam_n - eta)), then d_iso > t
/// (docs/audit.md). Checked in exact rationals; square roots are enclosed to 200 bits.
/// </summary>
public sealed record RankCertificate : SelfContainedCertificate
{
    /// <summary>f.</summary>
    public required RationalInstance Instance { get; init; }

    /// <summary>a_ij.</summary>
    public required IReadOnlyList<PairWeight> A { get; init; }

    /// <summary>b_ij.</summary>
    public required IReadOnlyList<PairWeight> B { get; init; }

    /// <summary>tau_ijk.</summary>
    public required IReadOnlyList<TripletWeight> Tau { get; init; }

    /// <summary>t.</summary>
    public required ExactRational Level { get; init; }

    /// <summary>lam_n.</summary>
    public required ExactRational SmallestEigenvalue { get; init; }

    /// <summary>lam_minus.</summary>
    public required ExactRational NegativePart { get; init; }

    /// <inheritdoc/>
    public override int Dimension => Instance?.Dimension ?? 0;

    /// <inheritdoc/>
    public override int Count => Instance?.Count ?? 0;

    /// <inheritdoc/>
    public override InstanceVerdict CheckAlone()
    {
        if (Malformation() is { } reason)
        {
            return InstanceVerdict.Reject(reason);
        }

        if (!InequalityHolds(out reason))
        {
            return InstanceVerdict.Reject(reason);
        }

        var gram = Instance.CentredGram();
        if (gram.Definiteness() is not (true, var rank))
        {
            return InstanceVerdict.Reject("no points have these distances: their Gram matrix is not positive semidefinite");
        }

        if (rank != Dimension)
        {
            return InstanceVerdict.Reject($"the points span {rank} dimensions, the certificate needs exactly {Dimension}");
        }

        if (!gram.Multiply(gram).Plus(-SmallestEigenvalue, gram).Definiteness().IsSemidefinite)
        {
            return InstanceVerdict.Reject("lam_n exceeds the smallest nonzero eigenvalue of the Gram matrix");
        }

        var q = Stress();
        if (!q.Multiply(gram).IsZero())
        {
            return InstanceVerdict.Reject("Q G = 0 fails: the multipliers are not in balance on the points");
        }

        return q.Plus(NegativePart, Identity(Count)).Definiteness().IsSemidefinite
            ? Accept("rank certificate", Level, Instance.HardLoss().Upper)
            : InstanceVerdict.Reject("Q + lam_minus I is not positive semidefinite");
    }

    /// <inheritdoc/>
    protected override bool IsInstance(Problem problem) => Instance.Matches(problem.Points);

    private static RationalMatrix Identity(int size)
    {
        var entries = new BigInteger[size, size];
        for (var i = 0; i < size; i++)
        {
            entries[i, i] = BigInteger.One;
        }

        return new RationalMatrix(entries, BigInteger.One);
    }

    private string? Malformation()
    {
        if (Instance is null || A is null || B is null || Tau is null)
        {
            return "a part of the certificate is missing";
        }

        if (Digest != Instance.Digest)
        {
            return "the digest differs from the digest of the instance in the certificate";
        }

        if (Level.Sign <= 0 || SmallestEigenvalue.Sign <= 0 || NegativePart.Sign < 0)
        {
            return "t and lam_n must be positive, lam_minus not negative";
        }

        foreach (var (i, j, value) in A.Concat(B))
        {
            if ((uint)i >= (uint)Count || (uint)j >= (uint)Count || i == j || value.Sign < 0)
            {
                return $"multiplier of the pair {i}, {j}: expected two rows of 0..{Count - 1} and a number >= 0";
            }
        }

        var classes = Instance.Classes;
        foreach (var (i, j, k, value) in Tau)
        {
            if ((uint)i >= (uint)Count || (uint)j >= (uint)Count || (uint)k >= (uint)Count || classes[i] != classes[j]
                || classes[i] == classes[k]
                || value.Sign < 0)
            {
                return $"multiplier of the triplet {i}, {j}, {k}: expected an anchor, a positive of its class, a negative of another class "
                    + $"and a number >= 0";
            }
        }

        return null;
    }

    /// <summary>Q as a matrix.</summary>
    private RationalMatrix Stress()
    {
        var q = new ExactRational[Count, Count];
        void Add(int i, int j, ExactRational w)
        {
            q[i, i] += w;
            q[j, j] += w;
            q[i, j] -= w;
            q[j, i] -= w;
        }

        foreach (var (i, j, w) in A)
        {
            Add(i, j, w);
        }

        foreach (var (i, j, w) in B)
        {
            Add(i, j, -w);
        }

        foreach (var (i, j, k, w) in Tau)
        {
            Add(i, j, w);
            Add(i, k, -w);
        }

        return RationalMatrix.From(q);
    }

    private bool InequalityHolds(out string reason)
    {
        var t = Level;
        var gain = ExactRational.Zero;
        foreach (var (i, j, k, w) in Tau)
        {
            gain += w * (Instance.Squared(i, j) - Instance.Squared(i, k));
        }

        var cost = ExactRational.Zero;
        foreach (var (i, j, w) in A)
        {
            cost += w * t * ((2 * Instance.Squared(i, j).SqrtBounds().Upper) + t);
        }

        foreach (var (i, j, w) in B)
        {
            var distance = Instance.Squared(i, j).SqrtBounds();
            if (w.Sign > 0 && distance.Lower < t)
            {
                reason = $"b on the pair {i}, {j} needs a distance of at least t";
                return false;
            }

            cost += w * t * ((2 * distance.Upper) - t);
        }

        var squares = ExactRational.Zero;
        for (var i = 0; i < Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var term = t * ((2 * Instance.Squared(i, j).SqrtBounds().Upper) + t);
                squares += term * term;
            }
        }

        // Ordered pairs count twice: eta^2 = (1/4) 2 sum over i < j.
        var etaSquared = squares / 2;
        var eta = etaSquared.SqrtBounds().Upper;
        if (eta >= SmallestEigenvalue)
        {
            reason = "eta is not below lam_n: t is too large for these points";
            return false;
        }

        var paid = NegativePart * etaSquared / (2 * (SmallestEigenvalue - eta));
        reason = FormattableString.Invariant($"the inequality fails: gain {gain.RoundDown():G6}, cost {(cost + paid).RoundDown():G6}");
        return gain > cost + paid;
    }
}
