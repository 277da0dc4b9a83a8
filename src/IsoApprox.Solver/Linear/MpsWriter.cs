using System.Globalization;

namespace IsoApprox.Solver.Linear;

/// <summary>
/// Writes a linear program as free-format MPS, so that any other engine can read it. Numbers have 17 significant digits and come back
/// exactly. Row i is named R&lt;i&gt;, variable j X&lt;j&gt;, the objective COST. A row with two different finite sides is written as two
/// rows, R&lt;i&gt; (lower side) and R&lt;i&gt;U (upper side), because the RANGES section stores a difference that rounding may change.
/// </summary>
public static class MpsWriter
{
    /// <summary>Writes the program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="writer">Receives the text; not closed.</param>
    /// <param name="name">Name of the problem, without spaces.</param>
    public static void Write(LinearProgram program, TextWriter writer, string name = "ISOAPPROX")
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write($"NAME {name} FREE\nROWS\n N COST\n");
        var sides = Sides(program);
        foreach (var (label, kind, _, _) in sides)
        {
            writer.Write($" {kind} {label}\n");
        }

        WriteColumns(program, writer, sides);
        writer.Write("RHS\n");
        foreach (var (label, _, side, _) in sides)
        {
            if (side != 0)
            {
                writer.Write($" RHS {label} {Text(side)}\n");
            }
        }

        writer.Write("BOUNDS\n");
        for (var j = 0; j < program.VariableCount; j++)
        {
            WriteBounds(writer, $"X{j}", program.Lower[j], program.Upper[j]);
        }

        writer.Write("ENDATA\n");
    }

    private static List<(string Label, char Kind, double Side, int Row)> Sides(LinearProgram program)
    {
        var sides = new List<(string, char, double, int)>();
        for (var i = 0; i < program.Rows.Count; i++)
        {
            var row = program.Rows[i];
            if (row.Lower == row.Upper)
            {
                sides.Add(($"R{i}", 'E', row.Lower, i));
                continue;
            }

            if (double.IsFinite(row.Lower))
            {
                sides.Add(($"R{i}", 'G', row.Lower, i));
            }

            if (double.IsFinite(row.Upper))
            {
                sides.Add((double.IsFinite(row.Lower) ? $"R{i}U" : $"R{i}", 'L', row.Upper, i));
            }
        }

        return sides;
    }

    private static void WriteColumns(LinearProgram program, TextWriter writer, List<(string Label, char Kind, double Side, int Row)> sides)
    {
        var columns = new List<(string Label, double Value)>[program.VariableCount];
        for (var j = 0; j < columns.Length; j++)
        {
            columns[j] = [("COST", program.Cost[j])];
        }

        foreach (var (label, _, _, i) in sides)
        {
            var row = program.Rows[i];
            for (var k = 0; k < row.Indices.Count; k++)
            {
                columns[row.Indices[k]].Add((label, row.Values[k]));
            }
        }

        writer.Write("COLUMNS\n");
        for (var j = 0; j < columns.Length; j++)
        {
            foreach (var (label, value) in columns[j])
            {
                writer.Write($" X{j} {label} {Text(value)}\n");
            }
        }
    }

    private static void WriteBounds(TextWriter writer, string variable, double lower, double upper)
    {
        if (lower == upper)
        {
            writer.Write($" FX BND {variable} {Text(lower)}\n");
        }
        else if (double.IsInfinity(lower) && double.IsInfinity(upper))
        {
            writer.Write($" FR BND {variable}\n");
        }
        else
        {
            writer.Write(double.IsInfinity(lower) ? $" MI BND {variable}\n" : $" LO BND {variable} {Text(lower)}\n");
            if (double.IsFinite(upper))
            {
                writer.Write($" UP BND {variable} {Text(upper)}\n");
            }
        }
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
