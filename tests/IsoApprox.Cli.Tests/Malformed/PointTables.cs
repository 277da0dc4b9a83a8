using System.Globalization;
using System.Text;

namespace IsoApprox.Cli.Tests.Malformed;

/// <summary>Points and labels in .csv, .tsv and .txt.</summary>
internal static class PointTables
{
    private static readonly string[] Refused =
    [
        "", "\n\n \n", "x,y,label\n", "label\na\nb\n", "x,y,label\n1,2\n", "x,y,label\n1,2,a\n3,b\n",
        "1,2,a\n3,4,b,c\n",
        "x,y,label\n1,abc,a\n", "x,y,label\n1,,a\n", "x,y,label\n1,nan,a\n", "x,y,label\n1,-inf,a\n", "x,y,label\n1,1e999,a\n",
        "x,y,label\n1,0x10,a\n",
        "x,y,label\n1,1_000,a\n", "x,y,label\n1,1 000,a\n", "x,y,label\n1,٣,a\n", "x,y,label\n1,１,a\n", "x,y,label\n1,1e,a\n",
        "x,y,label\n1,+-1,a\n",
        "x,y,label\n1,∞,a\n", "x,y,label\n1,1/2,a\n", "x,y,label\n1,50%,a\n", "x,y,label\n1,TRUE,a\n", "x,y,label\n1,#REF!,a\n",
        "x,y,label\n1,2,\n",
        "x,y,label\n1,2,\"  \"\n", "NA,NA,a\n1,2,b\n", "?,?,a\n?,1,b\n", "-,.,a\n1,2,b\n", ",,a\n1,2,b\n", "null,None,a\n3,4,b\n",
        "1,2,a\nNA,3,b\n", "1;2;a\n3;4;b\n",
        "1,5;2,5;a\n", "1\t2\ta\n3\t4\tb\n", "1,\"2,a\n3,4,b\n", "1,2\"3,a\n", "x,label,LABEL\n1,a,b\n", ",x,label\n0,1,a\n",
        "1,a,b\n2,c,d\n", "1,2,a\n3,4,5\n",
        "<html><body>404</body></html>\n", "{\"points\": [[1,2]]}\n", "\u001b[31m1,2,a\n3,4,b\n", "x,y,label\n1,\u001b]0;title\u0007,a\n",
        "x,y,label\n1,2\0,a\n",
        "# comment\n1,2,a\n3,4,b\n", "x y label\n1 2 a\n",
    ];

    private static readonly string[] RefusedLabels =
    [
        "", "\n", "a\nb\n", "a\nb\na\nb\na\nb\na\n", "a\nb\na\nb\na\nb\n", "label\na\nb\n", "NA\na\nb\na\nb\na\n",
    ];

    private const string Tidy = "x,y,label\n0.5,-1,a\n2.25,3e-1,b\n4,4,a\n-7.5,1e2,b\n0,0,c\n";

    internal static IEnumerable<MalformedInput> All()
    {
        for (var k = 0; k < Refused.Length; k++)
        {
            yield return Measure($"csv {k}", "x.csv", Encoding.UTF8.GetBytes(Refused[k]), true);
        }

        byte[][] binary =
        [
            [.. "x,y,label\n1,2,"u8, 0xE9, .. "\n"u8], [0x1F, 0x8B, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9], new byte[4096],
            Encoding.Unicode.GetBytes(Tidy), [.. "PK\u0003\u0004"u8],
        ];
        for (var k = 0; k < binary.Length; k++)
        {
            yield return Measure($"csv bytes {k}", "x.csv", binary[k], true);
        }

        foreach (var name in new[] { "x.tsv", "x.CSV", "x.dat", "x", "x.csv.gz", "x.xlsx" })
        {
            var content = name == "x.CSV" ? "1;2;a\n" : Tidy;
            yield return Measure($"table as {name}", name, Encoding.UTF8.GetBytes(content), true);
        }

        yield return Measure("one field of a megabyte", "x.csv", Encoding.UTF8.GetBytes($"x,label\n{new string('9', 1 << 20)}z,a\n"), true);
        yield return Measure(
            "a row of 100 000 fields", "x.csv", Encoding.UTF8.GetBytes(
                $"1,2,a\n{string.Join(',', Enumerable.Repeat("1", 100_000))}\n"), true);
        foreach (var extension in new[] { "txt", "csv" })
        {
            for (var k = 0; k < RefusedLabels.Length; k++)
            {
                yield return new MalformedInput(
                    $"labels .{extension} {k}",
                    ["measure", "{d}/p.csv", "--labels", $"{{d}}/l.{extension}", "--json"],
                    [MalformedInput.Text("p.csv", "1,2\n3,4\n5,6\n7,8\n"), MalformedInput.Text($"l.{extension}", RefusedLabels[k])],
                    true);
            }
        }

        var random = new Random(1411);
        for (var k = 0; k < 40; k++)
        {
            var content = Damage.Of(Encoding.UTF8.GetBytes(k % 2 == 0 ? Tidy : Tidy.Replace(',', '\t')), random);
            yield return Measure($"damaged table {k}", k % 2 == 0 ? "x.csv" : "x.tsv", content, false);
        }
    }

    private static MalformedInput Measure(string name, string file, byte[] content, bool refused) => new(
        name, ["measure", $"{{d}}/{file}", "--thickness", "bounds", "--json"], [(file, content)], refused, result => Agrees(
            result, Rows(content, file.EndsWith("tsv", StringComparison.Ordinal))));

    /// <summary>True when the size and the diameter are those of the rows; null rows could not be told by simple means.</summary>
    internal static bool Agrees(ToolResult result, double[][]? rows)
    {
        if (rows is null)
        {
            return true;
        }

        var json = result.Json();
        var diameter = (from x in rows from y in rows select Math.Sqrt(x.Zip(y, (a, b) => (a - b) * (a - b)).Sum())).Max();
        var found = json.GetProperty("diameter").GetProperty("value");
        return json.GetProperty("points").GetInt32() == rows.Length && json.GetProperty("dimension").GetInt32() == rows[0].Length
            && (!double.IsFinite(diameter) || Math.Abs(found.GetDouble() - diameter) <= 1e-9 * diameter);
    }

    /// <summary>
    /// Lines whose first two fields are numbers; null where there are quotes or carriage returns, which split another way.
    /// </summary>
    private static double[][]? Rows(byte[] content, bool isTab)
    {
        var text = Encoding.UTF8.GetString(content);
        return text.Contains('"', StringComparison.Ordinal) || text.Contains('\r', StringComparison.Ordinal)
            ? null
            : [
                .. text.TrimStart('\uFEFF').Split('\n').Select(
                    line => line.Split(isTab ? '\t' : ',')).Where(fields => fields.Length == 3).Select(Numbers).OfType<double[]>()];
    }

    private static double[]? Numbers(string[] fields) =>
        double.TryParse(fields[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var x)
            && double.TryParse(fields[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var y)
            ? [x, y]
            : null;
}
