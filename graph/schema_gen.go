// Code generated from schema.json by graph/gen; DO NOT EDIT.

package graph

// The kinds of nodes.
const (
	KindCenter       Kind = "center"        // technology innovation centre
	KindRDUnit       Kind = "rd_unit"       // R&D unit
	KindUniversity   Kind = "university"    // university
	KindInstitute    Kind = "institute"     // research institute
	KindEnterprise   Kind = "enterprise"    // enterprise
	KindPlatform     Kind = "platform"      // innovation platform
	KindJointLab     Kind = "joint_lab"     // joint laboratory
	KindIncubator    Kind = "incubator"     // incubator
	KindTalent       Kind = "talent"        // talent
	KindTeam         Kind = "team"          // team
	KindEquipment    Kind = "equipment"     // equipment
	KindFacility     Kind = "facility"      // facility
	KindService      Kind = "service"       // technical service
	KindCapability   Kind = "capability"    // capability
	KindDiscipline   Kind = "discipline"    // discipline
	KindResult       Kind = "result"        // result
	KindIPAsset      Kind = "ip_asset"      // intellectual property
	KindDemand       Kind = "demand"        // demand
	KindProject      Kind = "project"       // project
	KindProgramme    Kind = "programme"     // programme
	KindFund         Kind = "fund"          // fund
	KindBody         Kind = "body"          // governance body
	KindAgreement    Kind = "agreement"     // agreement
	KindDocument     Kind = "document"      // document
	KindApplication  Kind = "application"   // application
	KindEvaluation   Kind = "evaluation"    // evaluation
	KindReport       Kind = "report"        // annual report
	KindIncome       Kind = "income"        // income
	KindPolicy       Kind = "policy"        // policy
	KindRegion       Kind = "region"        // region
	KindZone         Kind = "zone"          // zone
	KindCluster      Kind = "cluster"       // industrial cluster
	KindIndustry     Kind = "industry"      // industry
	KindField        Kind = "field"         // field
	KindChainSegment Kind = "chain_segment" // chain segment
	KindStage        Kind = "stage"         // innovation-chain stage
	KindConsortium   Kind = "consortium"    // innovation consortium
	KindRoadmap      Kind = "roadmap"       // technology roadmap
	KindTarget       Kind = "target"        // target
	KindMeasure      Kind = "measure"       // reform measure
	KindGovernment   Kind = "government"    // government
	KindEvaluator    Kind = "evaluator"     // evaluator
)

// The relations.
const (
	RelHasCapability     Relation = "HAS_CAPABILITY"     // has capability
	RelHasDiscipline     Relation = "HAS_DISCIPLINE"     // has discipline
	RelInField           Relation = "IN_FIELD"           // in field
	RelInIndustry        Relation = "IN_INDUSTRY"        // in industry
	RelAtStage           Relation = "AT_STAGE"           // at stage
	RelBroader           Relation = "BROADER"            // broader
	RelLocatedIn         Relation = "LOCATED_IN"         // located in
	RelPartOf            Relation = "PART_OF"            // part of
	RelHostedBy          Relation = "HOSTED_BY"          // hosted by
	RelBuilds            Relation = "BUILDS"             // builds
	RelLeads             Relation = "LEADS"              // leads
	RelOwns              Relation = "OWNS"               // owns
	RelOffers            Relation = "OFFERS"             // offers
	RelOpenTo            Relation = "OPEN_TO"            // open to
	RelCollaboratesWith  Relation = "COLLABORATES_WITH"  // collaborates with
	RelParticipatesIn    Relation = "PARTICIPATES_IN"    // participates in
	RelFundedBy          Relation = "FUNDED_BY"          // funded by
	RelFunds             Relation = "FUNDS"              // funds
	RelMemberOf          Relation = "MEMBER_OF"          // member of
	RelSubfundOf         Relation = "SUBFUND_OF"         // sub-fund of
	RelInvestsIn         Relation = "INVESTS_IN"         // invests in
	RelHoldsEquity       Relation = "HOLDS_EQUITY"       // holds equity
	RelSpunOffFrom       Relation = "SPUN_OFF_FROM"      // spun off from
	RelIncubates         Relation = "INCUBATES"          // incubates
	RelOperatedBy        Relation = "OPERATED_BY"        // operated by
	RelAppointedAt       Relation = "APPOINTED_AT"       // appointed at
	RelInTeam            Relation = "IN_TEAM"            // in team
	RelSitsOn            Relation = "SITS_ON"            // sits on
	RelGoverns           Relation = "GOVERNS"            // governs
	RelSuppliesTo        Relation = "SUPPLIES_TO"        // supplies to
	RelStrategicIndustry Relation = "STRATEGIC_INDUSTRY" // strategic industry
	RelServes            Relation = "SERVES"             // serves
	RelSupports          Relation = "SUPPORTS"           // supports
	RelCoordinatesWith   Relation = "COORDINATES_WITH"   // co-ordinates with
	RelAppliesTo         Relation = "APPLIES_TO"         // applies to
	RelCallsFor          Relation = "CALLS_FOR"          // calls for
	RelPoses             Relation = "POSES"              // poses
	RelAsksFor           Relation = "ASKS_FOR"           // asks for
	RelAnswers           Relation = "ANSWERS"            // answers
	RelPartyTo           Relation = "PARTY_TO"           // party to
	RelSharesIP          Relation = "SHARES_IP"          // shares IP
	RelConvertedTo       Relation = "CONVERTED_TO"       // converted to
	RelCandidateFor      Relation = "CANDIDATE_FOR"      // candidate for
	RelOffshoreOf        Relation = "OFFSHORE_OF"        // offshore unit of
	RelConcerns          Relation = "CONCERNS"           // concerns
)
