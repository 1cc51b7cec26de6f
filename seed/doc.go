// Package seed holds the sample network and the generator of large ones.
//
// [Facts] are real records of Jiangsu and of what they name elsewhere, each with its
// sources, read from the tables under data, which the command in build makes.
// [Synthetic] records are made up, flagged as such and joined only among themselves and
// with regions, industries, fields and stages; they show what the facts lack: people,
// single instruments with fees and hours, services, agreements, a centre with its papers.
// [Vocabulary] turns plain lists into the nodes that both refer to. [Generate] streams a
// province-like network of any size for load tests.
package seed
