/* SPDX-License-Identifier: MIT */
/*
 * Random numbers and the words of the generated posts. Words stand in the order
 * of their frequency: the first ones are drawn most often.
 */
#include "generate.h"

static uint64_t next(struct random *random)
{
    uint64_t z = random->state += 0x9e3779b97f4a7c15u;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

unsigned random_below(struct random *random, unsigned n)
{
    return (unsigned)((next(random) >> 32) * n >> 32);
}

unsigned random_between(struct random *random, unsigned low, unsigned high)
{
    return low + random_below(random, high - low + 1);
}

/* A number below a number: the chance of rank r falls about as 1/r does, and
 * no floating point is needed, which differs between machines. */
unsigned random_rank(struct random *random, unsigned n)
{
    return random_below(random, random_below(random, n) + 1);
}

static const char *const english[] = {
    "the",        "of",         "and",        "a",          "to",
    "in",         "is",         "that",       "for",        "it",
    "with",       "as",         "on",         "are",        "this",
    "each",       "by",         "from",       "we",         "one",
    "at",         "which",      "not",        "an",         "when",
    "more",       "than",       "its",        "two",        "memory",
    "model",      "time",       "every",      "batch",      "only",
    "so",         "has",        "no",         "then",       "kernel",
    "token",      "can",        "request",    "cache",      "same",
    "first",      "cost",       "layer",      "data",       "because",
    "while",      "after",      "most",       "between",    "attention",
    "latency",    "throughput", "over",       "large",      "small",
    "server",     "run",        "read",       "write",      "step",
    "gradient",   "weight",     "block",      "queue",      "measure",
    "result",     "file",       "number",     "work",       "once",
    "before",     "without",    "longer",     "second",     "thread",
    "process",    "machine",    "still",      "even",       "where",
    "shows",      "keeps",      "takes",      "needs",      "makes",
    "schedule",   "page",       "window",     "sequence",   "prefix",
    "sampler",    "decode",     "prefill",    "warm",       "cold",
    "tensor",     "shard",      "pipeline",   "parallel",   "device",
    "bandwidth",  "compute",    "bound",      "profile",    "trace",
    "slow",       "fast",       "steady",     "median",     "peak",
    "average",    "tail",       "percent",    "buffer",     "pointer",
    "allocate",   "release",    "copy",       "stream",     "event",
    "barrier",    "atomic",     "lock",       "wait",       "signal",
    "compile",    "link",       "library",    "function",   "argument",
    "value",      "type",       "record",     "index",      "table",
    "column",     "row",        "query",      "answer",     "question",
    "version",    "change",     "commit",     "branch",     "review",
    "test",       "failure",    "error",      "message",    "limit",
    "boundary",   "overflow",   "rounding",   "precision",  "quantized",
    "float",      "integer",    "vector",     "matrix",     "product",
    "softmax",    "embedding",  "vocabulary", "checkpoint", "optimizer",
    "learning",   "rate",       "decay",      "momentum",   "loss",
    "curve",      "evaluation", "dataset",    "sample",     "shuffle",
    "epoch",      "cluster",    "network",    "packet",     "socket",
    "retry",      "timeout",    "backoff",    "fallback",   "monitor",
    "alert",      "dashboard",  "histogram",  "bucket",     "quantile",
    "regression", "baseline",   "experiment", "hypothesis", "evidence",
    "careful",    "simple",     "surprising", "expensive",  "predictable",
};

static const char *const chinese[] = {
    "我们",   "一个",   "这个", "可以", "模型",   "数据",   "需要",
    "因为",   "所以",   "如果", "内存", "时间",   "显存",   "请求",
    "训练",   "推理",   "结果", "使用", "进行",   "通过",   "问题",
    "方法",   "实现",   "性能", "系统", "计算",   "优化",   "缓存",
    "线程",   "进程",   "批次", "层",   "参数",   "梯度",   "权重",
    "注意力", "吞吐量", "延迟", "测量", "比较",   "之后",   "之前",
    "同时",   "但是",   "而且", "其中", "对于",   "更多",   "第一",
    "每次",   "文件",   "读取", "写入", "队列",   "调度",   "序列",
    "长度",   "窗口",   "前缀", "采样", "解码",   "预填充", "张量",
    "切分",   "流水线", "并行", "设备", "带宽",   "瓶颈",   "分析",
    "稳定",   "中位数", "峰值", "平均", "缓冲区", "指针",   "分配",
    "释放",   "复制",   "事件", "原子", "等待",   "编译",   "链接",
    "函数",   "类型",   "索引", "表格", "版本",   "提交",   "分支",
    "测试",   "失败",   "错误", "边界", "溢出",   "精度",   "量化",
    "整数",   "向量",   "矩阵", "词表", "检查点", "学习率", "损失",
    "曲线",   "评估",   "集群", "网络", "超时",   "重试",   "监控",
    "基线",   "实验",   "假设", "证据", "简单",   "昂贵",   "意外",
    "可靠",
};

const char *word_english(struct random *random)
{
    return english[random_rank(random, COUNT(english))];
}

const char *word_chinese(struct random *random)
{
    return chinese[random_rank(random, COUNT(chinese))];
}
