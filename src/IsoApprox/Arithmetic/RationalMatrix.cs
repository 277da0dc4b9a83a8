using System.Numerics;

namespace IsoApprox.Arithmetic;

/// <summary>A matrix of exact rationals with one common denominator: Entries / Denominator.</summary>
/// <param name="Entries">Integers; not copied.</param>
/// <param name="Denominator">Above 0.</param>
public sealed record RationalMatrix(BigInteger[,] Entries, BigInteger Denominator)
{
    /// <summary>Number of rows.</summary>
    public int Rows => Entries.GetLength(0);

    /// <summary>Number of columns.</summary>
    public int Columns => Entries.GetLength(1);

    /// <summary>One entry.</summary>
    public ExactRational this[int row, int column] => new(Entries[row, column], Denominator);

    /// <summary>Brings numbers to their least common denominator.</summary>
    /// <param name="values">The numbers.</param>
    public static RationalMatrix From(ExactRational[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var denominator = BigInteger.One;
        foreach (var value in values)
        {
            if (!(denominator % value.Denominator).IsZero)
            {
                denominator = denominator / BigInteger.GreatestCommonDivisor(denominator, value.Denominator) * value.Denominator;
            }
        }

        var entries = new BigInteger[values.GetLength(0), values.GetLength(1)];
        for (var i = 0; i < entries.GetLength(0); i++)
        {
            for (var j = 0; j < entries.GetLength(1); j++)
            {
                entries[i, j] = values[i, j].Numerator * (denominator / values[i, j].Denominator);
            }
        }

        return new RationalMatrix(entries, denominator);
    }

    /// <summary>The product. Cost O(rows columns inner) long multiplications.</summary>
    /// <param name="other">The right factor.</param>
    public RationalMatrix Multiply(RationalMatrix other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var result = new BigInteger[Rows, other.Columns];
        for (var i = 0; i < Rows; i++)
        {
            for (var k = 0; k < Columns; k++)
            {
                if (Entries[i, k].IsZero)
                {
                    continue;
                }

                for (var j = 0; j < other.Columns; j++)
                {
                    result[i, j] += Entries[i, k] * other.Entries[k, j];
                }
            }
        }

        return new RationalMatrix(result, Denominator * other.Denominator);
    }

    /// <summary>This matrix plus a number times another one of the same size.</summary>
    /// <param name="factor">The number.</param>
    /// <param name="other">The other matrix.</param>
    public RationalMatrix Plus(ExactRational factor, RationalMatrix other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var (own, theirs) = (other.Denominator * factor.Denominator, Denominator * factor.Numerator);
        var result = new BigInteger[Rows, Columns];
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < Columns; j++)
            {
                result[i, j] = (Entries[i, j] * own) + (other.Entries[i, j] * theirs);
            }
        }

        return new RationalMatrix(result, Denominator * own);
    }

    /// <summary>True when every entry is 0.</summary>
    public bool IsZero() => Entries.Cast<BigInteger>().All(entry => entry.IsZero);

    /// <summary>
    /// Decides exactly whether a symmetric matrix is positive semidefinite, and its rank, by elimination without fractions (Bareiss). A
    /// pivot that is 0 must have a zero row. Cost O(N^2 rank) operations on integers whose length grows with the rank.
    /// </summary>
    /// <returns>The rank means nothing when the matrix is not semidefinite.</returns>
    public (bool IsSemidefinite, int Rank) Definiteness()
    {
        var size = Rows;
        var a = Primitive();
        var (previous, rank) = (BigInteger.One, 0);
        for (var k = 0; k < size; k++)
        {
            var pivot = a[k, k];
            if (pivot.Sign < 0 || (pivot.IsZero && !RestOfRowIsZero(a, k)))
            {
                return (false, rank);
            }

            if (pivot.IsZero)
            {
                continue;
            }

            rank++;
            for (var i = k + 1; i < size; i++)
            {
                for (var j = k + 1; j <= i; j++)
                {
                    a[i, j] = ((pivot * a[i, j]) - (a[i, k] * a[j, k])) / previous;
                }
            }

            previous = pivot;
        }

        return (true, rank);
    }

    private static bool RestOfRowIsZero(BigInteger[,] lower, int k)
    {
        for (var i = k + 1; i < lower.GetLength(0); i++)
        {
            if (!lower[i, k].IsZero)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The entries divided by their greatest common divisor.</summary>
    private BigInteger[,] Primitive()
    {
        var divisor = BigInteger.Zero;
        foreach (var entry in Entries)
        {
            divisor = BigInteger.GreatestCommonDivisor(divisor, entry);
            if (divisor.IsOne)
            {
                break;
            }
        }

        var result = (BigInteger[,])Entries.Clone();
        if (divisor > BigInteger.One)
        {
            for (var i = 0; i < Rows; i++)
            {
                for (var j = 0; j < Columns; j++)
                {
                    result[i, j] /= divisor;
                }
            }
        }

        return result;
    }
}
