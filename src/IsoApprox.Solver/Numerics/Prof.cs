#pragma warning disable
using System.Collections.Concurrent; using System.Diagnostics;
namespace IsoApprox.Solver.Numerics;
public static class Prof { public static readonly ConcurrentDictionary<string,(double,int)> T = new(); public static double[] Last=new double[64];
 public static long Go()=>Stopwatch.GetTimestamp(); public static void End(string k,long t){ var e=Stopwatch.GetElapsedTime(t).TotalSeconds; T.AddOrUpdate(k,(e,1),(_,o)=>(o.Item1+e,o.Item2+1)); }
 public static bool On = Environment.GetEnvironmentVariable("PROF")!=null; }
